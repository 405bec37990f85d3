import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { ChangeCompany, type ChangePolicies, CompanyView } from '#shared/tenant/company.ts';
import { administer } from '../approval/administer.ts';
import { getJson, put } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { ComboboxField } from '../ui/form/ComboboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { timeZoneOptions } from '../ui/timeZoneOptions.ts';
import { showToast } from '../ui/toasts.ts';
import { locale, say } from '../words/words.ts';
import './company.css';
import { companyTabs } from './companyTabs.ts';

/** The company itself and its policies. */
export function CompanyScreen(): JSX.Element {
  useTrail(() => [{ label: say('company.title') }]);
  const session = useSession();
  const company = createFetched((signal) => getJson('/api/company', CompanyView, { signal }));
  return (
    <div class="peek-list">
      <TabLinks label={say('company.title')} tabs={companyTabs(session)} />
      <Show
        when={company.data()}
        keyed
        fallback={
          <Show when={company.trouble()} fallback={<Skeleton rows={8} label={say('loading')} />}>
            {(why) => (
              <ErrorState title={say('admin.failed')} text={why()}>
                <Button onClick={() => void company.reload()}>{say('tryAgain')}</Button>
              </ErrorState>
            )}
          </Show>
        }
      >
        {(found) => (
          <div class="company-page">
            <CompanyForm company={found} onSaved={() => void company.reload()} />
            <section>
              <h2>{say('company.policies')}</h2>
              <PolicyForm company={found} onSaved={() => void company.reload()} />
            </section>
            <section>
              <h2>{say('company.mail')}</h2>
              <Banner tone={found.mailConfigured ? 'ok' : 'notice'} glyph={found.mailConfigured ? 'cleared' : 'info'}>
                {say(found.mailConfigured ? 'company.mailOn' : 'company.mailOff')}
              </Banner>
            </section>
          </div>
        )}
      </Show>
    </div>
  );
}

function CompanyForm(props: { company: CompanyView; onSaved: () => void }): JSX.Element {
  const { name, country, currency, timeZone } = props.company;
  const form = createForm({
    schema: ChangeCompany,
    initial: { name, country, currency, timeZone },
    submit: (company) => put('/api/company', company),
  });
  return (
    <Form form={form} submitLabel={say('admin.save')} onDone={() => saved(props.onSaved)}>
      <TextField form={form} name="name" label={say('company.name')} />
      <ComboboxField form={form} name="country" label={say('company.country')} options={countryOptions()} />
      <ComboboxField
        form={form}
        name="currency"
        label={say('company.currency')}
        hint={props.company.currencyFixed ? say('company.currencyFixed') : undefined}
        disabled={props.company.currencyFixed}
        options={currencyOptions()}
      />
      <ComboboxField form={form} name="timeZone" label={say('company.zone')} options={timeZoneOptions()} />
    </Form>
  );
}

function PolicyForm(props: { company: CompanyView; onSaved: () => void }): JSX.Element {
  const { secondPersonForAdministrators } = props.company.policies;
  const form = createForm({
    schema: z.object({ secondPersonForAdministrators: z.boolean(), reason: z.string() }),
    initial: { secondPersonForAdministrators, reason: '' },
    async submit({ reason, ...policies }) {
      const body: ChangePolicies = { policies, ...(reason.trim() === '' ? {} : { reason }) };
      await administer('PUT', '/api/company/policies', body);
    },
  });
  const givesUp = (): boolean => secondPersonForAdministrators && !form.values().secondPersonForAdministrators;
  return (
    <Form form={form} submitLabel={say('admin.save')} onDone={() => saved(props.onSaved)}>
      <CheckboxField
        form={form}
        name="secondPersonForAdministrators"
        label={say('company.secondPerson')}
        hint={say('company.secondPersonHint')}
      />
      <Show when={givesUp()}>
        <TextAreaField form={form} name="reason" label={say('admin.reason')} hint={say('admin.reasonHint')} />
      </Show>
    </Form>
  );
}

function saved(then: () => void): void {
  showToast({ text: say('admin.saved'), tone: 'done' });
  then();
}

function countryOptions(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale(), { type: 'region', fallback: 'none' });
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return codes
    .flatMap((code) => {
      const label = names.of(code);
      return label ? [{ value: code, label }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

function currencyOptions(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale(), { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({
    value: code,
    label: `${code} – ${names.of(code) ?? ''}`,
  }));
}
