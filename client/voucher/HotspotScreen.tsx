import { createSignal, For, Show, type JSX } from 'solid-js';
import { HotspotInstall, HotspotLook, HotspotView } from '#shared/hotspot/look.ts';
import { getJson, postJson, put } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { createForm, type Form as FormState } from '../ui/form/createForm.ts';
import { Field } from '../ui/form/Field.tsx';
import { Form } from '../ui/form/Form.tsx';
import { LeaveGuard } from '../ui/form/LeaveGuard.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import { HotspotPreview } from './HotspotPreview.tsx';
import { logoPicture } from './logoPicture.ts';
import './voucher.css';
import { voucherTabs } from './voucherTabs.ts';

/** How the company's login pages look, and how they get onto a router. */
export function HotspotScreen(): JSX.Element {
  useTrail(() => [{ label: say('voucher.title'), href: '/vouchers' }, { label: say('hotspot.title') }]);
  const session = useSession();
  const view = createFetched((signal) => getJson('/api/hotspot', HotspotView, { signal }));
  const mayChange = session.permissions.includes('hotspot.manage') && session.branches.length === 0;
  return (
    <div class="hotspot-page">
      <TabLinks label={say('voucher.title')} tabs={voucherTabs()} />
      <Show
        when={view.data()}
        fallback={
          <Show when={view.trouble()} fallback={<Skeleton rows={10} label={say('loading')} />}>
            {(why) => (
              <ErrorState title={say('hotspot.failed')} text={why()}>
                <Button onClick={() => void view.reload()}>{say('tryAgain')}</Button>
              </ErrorState>
            )}
          </Show>
        }
      >
        {(loaded) => <Editor look={loaded().look} mayChange={mayChange} onSaved={() => void view.reload()} />}
      </Show>
    </div>
  );
}

/** As the fields write it: what is chosen from a list is text until it is parsed. */
type LookInput = Omit<HotspotLook, 'languages' | 'loginBy' | 'voucherPassword'> & {
  languages: readonly string[];
  loginBy: string;
  voucherPassword: string;
};

function Editor(props: { look: HotspotLook; mayChange: boolean; onSaved: () => void }): JSX.Element {
  const [saved, setSaved] = createSignal(0);
  const form = createForm<LookInput, HotspotLook>({
    schema: HotspotLook,
    initial: { ...props.look },
    submit: async (look) => {
      await put('/api/hotspot', look);
      showToast({ text: say('hotspot.saved'), tone: 'done' });
      setSaved((count) => count + 1);
      props.onSaved();
    },
  });
  return (
    <div class="hotspot-columns">
      <Section title={say('hotspot.look')}>
        <Form form={form} submitLabel={say('hotspot.save')}>
          <LookFields form={form} disabled={!props.mayChange} />
        </Form>
        <LeaveGuard when={form.dirty()} />
      </Section>
      <div class="hotspot-side">
        <Section title={say('hotspot.preview')}>
          <HotspotPreview
            name={form.values().name}
            welcome={form.values().welcome}
            colour={form.values().colour}
            logo={form.values().logo}
          />
        </Section>
        <Show when={props.mayChange}>
          <Install saved={saved()} />
        </Show>
      </div>
    </div>
  );
}

function LookFields(props: { form: FormState<LookInput>; disabled: boolean }): JSX.Element {
  const { form } = props;
  return (
    <>
      <TextField form={form} name="name" label={say('hotspot.name')} disabled={props.disabled} />
      <TextAreaField
        form={form}
        name="welcome"
        label={say('hotspot.welcome')}
        hint={say('hotspot.welcomeHint')}
        disabled={props.disabled}
        optional
      />
      <TextField
        form={form}
        name="support"
        label={say('hotspot.support')}
        hint={say('hotspot.supportHint')}
        disabled={props.disabled}
        optional
      />
      <TextAreaField
        form={form}
        name="howToPay"
        label={say('hotspot.howToPay')}
        hint={say('hotspot.howToPayHint')}
        disabled={props.disabled}
        optional
      />
      <LogoField form={form} disabled={props.disabled} />
      <ColourField form={form} disabled={props.disabled} />
      <MultiSelectField
        form={form}
        name="languages"
        label={say('hotspot.languages')}
        hint={say('hotspot.languagesHint')}
        disabled={props.disabled}
        options={[
          { value: 'en', label: 'English' },
          { value: 'sw', label: 'Kiswahili' },
          { value: 'bn', label: 'বাংলা' },
        ]}
      />
      <SelectField
        form={form}
        name="loginBy"
        label={say('hotspot.loginBy')}
        disabled={props.disabled}
        options={(['voucher', 'account', 'both'] as const).map((value) => ({
          value,
          label: say(`hotspot.loginBy.${value}`),
        }))}
      />
      <TextField
        form={form}
        name="loginHost"
        label={say('hotspot.loginHost')}
        hint={say('hotspot.loginHostHint')}
        disabled={props.disabled}
        optional
      />
      <SelectField
        form={form}
        name="voucherPassword"
        label={say('hotspot.voucherPassword')}
        disabled={props.disabled}
        options={(['code', 'word'] as const).map((value) => ({
          value,
          label: say(`hotspot.voucherPassword.${value}`),
        }))}
      />
    </>
  );
}

function ColourField(props: { form: FormState<LookInput>; disabled: boolean }): JSX.Element {
  const field = props.form.bind<string>('colour');
  return (
    <Field field={field} label={say('hotspot.colour')}>
      <input
        id={field.id}
        class="hotspot-colour"
        type="color"
        value={field.value()}
        disabled={props.disabled}
        onInput={({ currentTarget }) => field.set(currentTarget.value)}
        onBlur={() => field.leave()}
      />
    </Field>
  );
}

function LogoField(props: { form: FormState<LookInput>; disabled: boolean }): JSX.Element {
  const field = props.form.bind<string>('logo');
  let input!: HTMLInputElement;
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const logo = await logoPicture(file);
    if (logo === undefined) showToast({ text: say('hotspot.logoTrouble'), tone: 'trouble' });
    else field.set(logo);
    input.value = '';
  };
  return (
    <Field field={field} label={say('hotspot.logo')} group optional>
      <div class="hotspot-logo">
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
        />
        <Button disabled={props.disabled} onClick={() => input.click()}>
          {say('hotspot.logoChoose')}
        </Button>
        <Show when={field.value() !== ''}>
          <Button look="quiet" disabled={props.disabled} onClick={() => field.set('')}>
            {say('hotspot.logoRemove')}
          </Button>
        </Show>
      </div>
    </Field>
  );
}

/** For each kind of router: what to paste into it. */
function Install(props: { saved: number }): JSX.Element {
  const install = createFetched(
    () => postJson('/api/hotspot/install', {}, HotspotInstall),
    () => props.saved,
  );
  const bytes = (files: readonly { readonly bytes: number }[]): string =>
    withUnit(
      files.reduce((sum, file) => sum + file.bytes, 0),
      'bytes',
    );
  return (
    <For each={install.data()?.kinds}>
      {(kind) => (
        <Section title={`${say('hotspot.install')}: ${kind.name}`}>
          <p class="muted">
            {say('hotspot.installText', { files: sayNumber(kind.files.length), size: bytes(kind.files) })}
          </p>
          <CodeBlock label={kind.name} text={kind.script} fileName="hotspot-pages.rsc" />
        </Section>
      )}
    </For>
  );
}
