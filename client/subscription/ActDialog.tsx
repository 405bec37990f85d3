import { createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { PackageRecord } from '#shared/package/registration.ts';
import { MacBinding } from '#shared/subscription/values.ts';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm, type Form as FormState } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { DayField } from '../ui/form/DayField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { now } from '../ui/now.ts';
import { dayIn } from '../ui/zonedTime.ts';
import { say } from '../words/words.ts';
import {
  type ActField,
  type ActForm,
  actForms,
  type ActInput,
  type ActName,
  actSchema,
  initialInput,
} from './actForms.ts';
import { doSubscriptionAct } from './subscriptionActs.ts';
import { cycleWords, lineName } from './subscriptionWords.ts';

/** Asks what an act needs to know, and does it. */
export function ActDialog(props: {
  name: ActName;
  line: SubscriptionDetail;
  id: string;
  onClose: () => void;
  /** A password that was made up. */
  onPassword: (password: string) => void;
}): JSX.Element {
  const form: ActForm = actForms[props.name];
  const [made, setMade] = createSignal<string>();
  const model = createForm<ActInput, ReturnType<ReturnType<typeof actSchema>['parse']>>({
    schema: actSchema(form, props.line),
    initial: initialInput(props.line),
    async submit({ act, reason }) {
      setMade((await doSubscriptionAct(props.id, act, reason)).password);
    },
  });
  const done = (): void => {
    const password = made();
    props.onClose();
    if (password !== undefined) props.onPassword(password);
  };
  return (
    <Dialog title={`${say(form.title)}: ${lineName(props.line)}`} onClose={props.onClose}>
      <Form
        form={model}
        submitLabel={say(form.title)}
        danger={form.danger === true}
        onCancel={props.onClose}
        onDone={done}
      >
        <Show when={form.text}>{(text) => <p class="muted">{say(text())}</p>}</Show>
        <For each={form.fields}>{(field) => <ActFieldOf form={model} field={field} line={props.line} />}</For>
        <Show when={form.reason}>
          <TextField
            form={model}
            name="reason"
            label={say('subscription.reason')}
            optional={form.reason === 'optional'}
          />
        </Show>
      </Form>
    </Dialog>
  );
}

function ActFieldOf(props: { form: FormState<ActInput>; field: ActField; line: SubscriptionDetail }): JSX.Element {
  const form = props.form;
  switch (props.field) {
    case 'cycles':
      return (
        <NumberField
          form={form}
          name="cycles"
          label={say('subscription.cycles')}
          hint={say('subscription.cyclesHint', { cycle: cycleWords(props.line.terms.cycle) })}
          whole
        />
      );
    case 'from':
      return (
        <RadioField
          form={form}
          name="from"
          label={say('subscription.from')}
          options={(['end', 'now'] as const).map((value) => ({ value, label: say(`subscription.from.${value}`) }))}
        />
      );
    case 'days':
      return <NumberField form={form} name="days" label={say('subscription.days')} whole />;
    case 'lastDay':
      return (
        <DayField
          form={form}
          name="lastDay"
          label={say('subscription.lastDay')}
          hint={say('subscription.lastDayHint')}
          timeZone={props.line.terms.zone}
          min={dayIn(now(), props.line.terms.zone)}
        />
      );
    case 'packageId':
      return <PackageField form={form} line={props.line} />;
    case 'when':
      return (
        <RadioField
          form={form}
          name="when"
          label={say('subscription.when')}
          options={(['now', 'nextCycle'] as const).map((value) => ({
            value,
            label: say(`subscription.when.${value}`),
          }))}
        />
      );
    case 'username':
      return <TextField form={form} name="username" label={say('subscription.username')} mono />;
    case 'password':
      return (
        <PasswordField
          form={form}
          name="password"
          label={say('subscription.password')}
          hint={say('subscription.passwordHint')}
          optional
        />
      );
    case 'macBinding':
      return (
        <SelectField
          form={form}
          name="macBinding"
          label={say('subscription.binding')}
          options={MacBinding.options.map((value) => ({ value, label: say(`subscription.binding.${value}`) }))}
        />
      );
    case 'macs':
      return (
        <TagsField
          form={form}
          name="macs"
          label={say('subscription.macs')}
          hint={say('subscription.macsHint')}
          mono
          optional
        />
      );
    case 'sessions':
      return (
        <NumberField
          form={form}
          name="sessions"
          label={say('subscription.sessions')}
          hint={say('subscription.sessionsHint')}
          whole
          optional
        />
      );
    case 'staticIpv4':
      return <TextField form={form} name="staticIpv4" label={say('subscription.ipv4')} mono optional />;
    case 'delegatedPrefix':
      return <TextField form={form} name="delegatedPrefix" label={say('subscription.prefix')} mono optional />;
    case 'framedRoutes':
      return (
        <TagsField
          form={form}
          name="framedRoutes"
          label={say('subscription.routes')}
          hint={say('subscription.routesHint')}
          mono
          optional
        />
      );
    case 'downMbps':
      return <NumberField form={form} name="downMbps" label={say('subscription.down')} />;
    case 'upMbps':
      return <NumberField form={form} name="upMbps" label={say('subscription.up')} />;
    case 'until':
      return (
        <DateTimeField form={form} name="until" label={say('subscription.until')} timeZone={props.line.terms.zone} />
      );
    case 'gigabytes':
      return <NumberField form={form} name="gigabytes" label={say('subscription.gigabytes')} whole />;
    case 'branchId':
      return <BranchField form={form} />;
    case 'reason':
      return undefined;
  }
}

function BranchField(props: { form: FormState<ActInput> }): JSX.Element {
  const session = useSession();
  const branches = createBranches();
  return (
    <SelectField
      form={props.form}
      name="branchId"
      label={say('subscription.branch')}
      options={[
        ...(session.branches.length === 0 ? [{ value: '', label: say('subscription.noBranch') }] : []),
        ...(branches.data() ?? [])
          .filter(({ archivedAt }) => archivedAt === undefined)
          .map(({ id, name, timeZone }) => ({ value: id, label: `${name} (${timeZone})` })),
      ]}
    />
  );
}

function PackageField(props: { form: FormState<ActInput>; line: SubscriptionDetail }): JSX.Element {
  const packages = createFetched((signal) => getJson('/api/packages', z.array(PackageRecord), { signal }));
  const fitting = () =>
    (packages.data() ?? []).filter(
      ({ id, accessTypes }) => id !== props.line.packageId && accessTypes.includes(props.line.accessType),
    );
  return (
    <SelectField
      form={props.form}
      name="packageId"
      label={say('subscription.package')}
      {...(packages.data() !== undefined && fitting().length === 0 ? { hint: say('subscription.noPackages') } : {})}
      options={[
        { value: '', label: packages.trouble() ?? say('ui.choose') },
        ...fitting().map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
