import { Show, type JSX } from 'solid-js';
import type { z } from 'zod';
import { BrakeRules } from '#shared/bulk/requests.ts';
import { companyTabs } from '../company/companyTabs.ts';
import { getJson, putJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';
import { AutomationLimitsForm } from './AutomationLimitsForm.tsx';
import './bulk.css';

const Figures = BrakeRules.pick({ mostLines: true, mostPercent: true });
interface Input {
  mostLines: number | undefined;
  mostPercent: number | undefined;
}

/** How many lines one person may cut at once; whoever may not change it sees it. */
export function BrakeScreen(): JSX.Element {
  useTrail(() => [{ label: say('company.title'), href: '/company' }, { label: say('bulk.brakeTitle') }]);
  const session = useSession();
  const brake = createFetched((signal) => getJson('/api/bulk/brake', BrakeRules, { signal }));
  const may = (): boolean => session.permissions.includes('bulk.brake');
  return (
    <>
      <TabLinks label={say('company.title')} tabs={companyTabs(session)} />
      <div class="bulk-brake-rules">
        <p class="muted">{say('bulk.brakeText')}</p>
        <Show
          when={brake.data()}
          keyed
          fallback={
            <Show when={brake.trouble()} fallback={<Skeleton rows={3} label={say('loading')} />}>
              {(why) => <ErrorState title={say('admin.failed')} text={why()} />}
            </Show>
          }
        >
          {(rules) => (
            <Show when={may()} fallback={<Shown rules={rules} />}>
              <BrakeForm rules={rules} onSaved={() => void brake.reload()} />
            </Show>
          )}
        </Show>
        <AutomationLimitsForm />
      </div>
    </>
  );
}

function BrakeForm(props: { rules: BrakeRules; onSaved: () => void }): JSX.Element {
  const form = createForm<Input, z.infer<typeof Figures>>({
    schema: Figures,
    initial: { mostLines: props.rules.mostLines, mostPercent: props.rules.mostPercent },
    async submit(figures) {
      // Somebody may have held or released cuts since: that is not this form's to change.
      const { held } = await getJson('/api/bulk/brake', BrakeRules);
      await putJson('/api/bulk/brake', { ...figures, held }, BrakeRules);
    },
  });
  const saved = (): void => {
    showToast({ text: say('bulk.brake.saved'), tone: 'done' });
    props.onSaved();
  };
  return (
    <Form form={form} submitLabel={say('admin.save')} onDone={saved}>
      <NumberField
        form={form}
        name="mostLines"
        label={say('bulk.brake.mostLines')}
        hint={say('bulk.brake.mostLinesHint')}
        whole
      />
      <NumberField
        form={form}
        name="mostPercent"
        label={say('bulk.brake.mostPercent')}
        hint={say('bulk.brake.mostPercentHint')}
        unit="%"
        whole
      />
    </Form>
  );
}

function Shown(props: { rules: BrakeRules }): JSX.Element {
  return (
    <Facts
      facts={[
        { label: say('bulk.brake.mostLines'), value: sayNumber(props.rules.mostLines) },
        { label: say('bulk.brake.mostPercent'), value: `${props.rules.mostPercent} %` },
      ]}
    />
  );
}
