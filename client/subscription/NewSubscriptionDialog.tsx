import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, on, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { PackageRecord } from '#shared/package/registration.ts';
import { AccessType } from '#shared/package/values.ts';
import { NewSubscription, SubscriptionMade, SuggestedCredentials } from '#shared/subscription/requests.ts';
import { MacBinding } from '#shared/subscription/values.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm, type Form as FormState } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { say } from '../words/words.ts';
import './subscription.css';
import { cycleWords } from './subscriptionWords.ts';

interface Customer {
  readonly id: ActorId;
  readonly name: string;
  readonly branchId?: BranchId | undefined;
}

interface LineInput {
  accessType: string;
  packageId: string;
  start: string;
  username: string;
  password: string;
  macBinding: string;
  macs: readonly string[];
  staticIpv4: string;
}

const steps = ['package', 'credentials', 'equipment'] as const;

/** Three short steps: what is bought, the name it comes in by, and what it is bound to. The last may be left as it is. */
export function NewSubscriptionDialog(props: { customer: Customer; onClose: () => void }): JSX.Element {
  const navigate = useNavigate();
  const [made, setMade] = createSignal<SubscriptionMade & { readonly typed?: string | undefined }>();
  return (
    <Dialog wide title={say('subscription.forCustomer', { name: props.customer.name })} onClose={props.onClose}>
      <Show when={made()} fallback={<Steps customer={props.customer} onClose={props.onClose} onMade={setMade} />}>
        {(line) => (
          <div class="dialog-frame-form">
            <Banner tone="ok" glyph="acknowledged">
              {say('subscription.made', { name: line().username ?? `S-${line().number}` })}
            </Banner>
            <p class="muted">{say('subscription.madeText')}</p>
            <Show when={line().username}>
              {(name) => <CopyField label={say('subscription.username')} value={name()} />}
            </Show>
            <Show when={line().password ?? line().typed}>
              {(password) => <CopyField label={say('subscription.password')} value={password()} />}
            </Show>
            <div class="dialog-actions">
              <Button onClick={() => props.onClose()}>{say('close')}</Button>
              <Button look="primary" autofocus onClick={() => navigate(`/subscriptions/${line().id}`)}>
                {say('subscription.open')}
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
}

function Steps(props: {
  customer: Customer;
  onClose: () => void;
  onMade: (made: SubscriptionMade & { readonly typed?: string | undefined }) => void;
}): JSX.Element {
  const [step, setStep] = createSignal(0);
  const packages = createFetched((signal) => getJson('/api/packages', z.array(PackageRecord), { signal }));
  const suggestion = createFetched((signal) =>
    getJson(`/api/subscriptions/suggested-credentials?customerId=${props.customer.id}`, SuggestedCredentials, {
      signal,
    }),
  );
  const key = crypto.randomUUID();
  const last = (): boolean => step() === steps.length - 1;
  const form = createForm<LineInput, z.infer<typeof NewSubscription>>({
    schema: lineSchema(key, props.customer),
    initial: {
      ...{ accessType: 'pppoe', packageId: '', start: 'now', username: '', password: '' },
      ...{ macBinding: 'off', macs: [], staticIpv4: '' },
    },
    async submit(request) {
      const line = await postJson('/api/subscriptions', request, SubscriptionMade);
      props.onMade({ ...line, typed: request.password });
    },
  });
  createEffect(
    on(suggestion.data, (found) => {
      if (found && form.values().username === '') form.set('username', found.username);
      if (found && form.values().password === '') form.set('password', found.password);
    }),
  );
  const fitting = () =>
    (packages.data() ?? []).filter(({ accessTypes }) =>
      accessTypes.includes(AccessType.catch('pppoe').parse(form.values().accessType)),
    );
  createEffect(() => {
    const known = fitting();
    if (known.length > 0 && !known.some(({ id }) => id === form.values().packageId))
      form.set('packageId', known[0]!.id);
  });
  return (
    <>
      <Stepper
        label={say('subscription.new')}
        steps={steps.map((name, at) => ({
          label: say(`subscription.step.${name}`),
          state: at < step() ? 'done' : at === step() ? 'now' : 'ahead',
        }))}
      />
      <Form
        form={form}
        submitLabel={say('subscription.create')}
        onCancel={props.onClose}
        actions={
          <>
            <Show when={step() > 0}>
              <Button onClick={() => setStep(step() - 1)}>{say('subscription.back')}</Button>
            </Show>
            <Show when={!last()}>
              <Button onClick={() => setStep(step() + 1)}>{say('subscription.next')}</Button>
            </Show>
          </>
        }
      >
        <Show when={step() === 0}>
          <PackageStep form={form} packages={fitting()} loaded={packages.data() !== undefined} />
        </Show>
        <Show when={step() === 1}>
          <div class="subscription-pair">
            <TextField form={form} name="username" label={say('subscription.username')} mono autofocus />
            <TextField
              form={form}
              name="password"
              label={say('subscription.password')}
              hint={say('subscription.passwordMade')}
              mono
              optional
            />
          </div>
        </Show>
        <Show when={step() === 2}>
          <SelectField
            form={form}
            name="macBinding"
            label={say('subscription.binding')}
            options={MacBinding.options.map((value) => ({ value, label: say(`subscription.binding.${value}`) }))}
          />
          <TagsField
            form={form}
            name="macs"
            label={say('subscription.macs')}
            hint={say('subscription.macsHint')}
            mono
            optional
          />
          <TextField
            form={form}
            name="staticIpv4"
            label={say('subscription.ipv4')}
            hint={say('subscription.fromPool')}
            mono
            optional
          />
        </Show>
      </Form>
    </>
  );
}

function PackageStep(props: {
  form: FormState<LineInput>;
  packages: readonly PackageRecord[];
  loaded: boolean;
}): JSX.Element {
  return (
    <>
      <RadioField
        form={props.form}
        name="accessType"
        label={say('subscription.accessType')}
        options={AccessType.options.map((value) => ({ value, label: say(`subscription.access.${value}`) }))}
      />
      <SelectField
        form={props.form}
        name="packageId"
        label={say('subscription.package')}
        {...(props.loaded && props.packages.length === 0 ? { hint: say('subscription.noPackages') } : {})}
        options={props.packages.map(({ id, name, cycle }) => ({ value: id, label: `${name} · ${cycleWords(cycle)}` }))}
      />
      <RadioField
        form={props.form}
        name="start"
        label={say('subscription.start')}
        options={(['now', 'firstUse', 'later'] as const).map((value) => ({
          value,
          label: say(`subscription.start.${value}`),
        }))}
      />
    </>
  );
}

/** What the fields come to; the server's own schema judges it. */
function lineSchema(key: string, customer: Customer): z.ZodType<z.infer<typeof NewSubscription>> {
  return z
    .custom<LineInput>()
    .transform(({ username, password, staticIpv4, macs, ...rest }) => ({
      ...rest,
      key,
      customerId: customer.id,
      macs: [...macs],
      ...(customer.branchId === undefined ? {} : { branchId: customer.branchId }),
      ...(username.trim() === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
      ...(staticIpv4.trim() === '' ? {} : { staticIpv4: staticIpv4.trim() }),
    }))
    .pipe(NewSubscription as never) as unknown as z.ZodType<z.infer<typeof NewSubscription>>;
}
