import { createEffect, createMemo, createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import {
  NasConnectionResult,
  NasRecord,
  NasVendorInfo,
  type NasRecord as NasRecordType,
} from '#shared/nas/registration.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson, patchJson, postJson } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import { changeOf, connectionOf, draftOf, NasDraft, registrationOf } from './nasDraft.ts';

/** Registers a router, or changes one; the connection can be tried before anything is kept. */
export function NasDialog(props: {
  record: NasRecordType | undefined;
  onClose: () => void;
  onSaved: (record: NasRecordType) => void;
}): JSX.Element {
  const branches = createBranches();
  const [vendors] = createResource(() => getJson('/api/nas/vendors', z.array(NasVendorInfo)));
  const [tested, setTested] = createSignal<NasConnectionResult | { readonly trouble: string }>();
  const [testing, setTesting] = createSignal(false);
  const form = createForm({
    schema: NasDraft,
    initial: draftOf(props.record),
    ...(props.record ? {} : { draft: 'nas.new' }),
    async submit(draft) {
      const saved = props.record
        ? await patchJson(`/api/nas/${props.record.id}`, changeOf(draft, props.record), NasRecord)
        : await postJson('/api/nas', registrationOf(draft), NasRecord);
      props.onSaved(saved);
    },
  });
  const values = () => form.values();
  const vendor = createMemo(() => vendors()?.find((one) => one.vendor === values().vendor) ?? vendors()?.[0]);
  createEffect(() => {
    const first = vendors()?.[0];
    if (first && values().vendor === '') form.set('vendor', first.vendor);
  });
  const usualPort = (): number => vendor()?.ports[values().security] ?? 0;
  const test = async (): Promise<void> => {
    setTesting(true);
    try {
      const request = connectionOf(values(), props.record);
      setTested(await postJson('/api/nas/test', request, NasConnectionResult));
    } catch (error) {
      setTested({ trouble: error instanceof Error ? error.message : String(error) });
    } finally {
      setTesting(false);
    }
  };
  const options = <Name extends string>(stem: Name, names: readonly string[]) =>
    names.map((name) => ({
      value: name,
      label: say(`${stem}.${name}` as 'nas.form.security.pinned'),
      note: say(`${stem}.${name}.note` as 'nas.form.security.pinned.note'),
    }));

  return (
    <Dialog
      wide
      title={props.record ? say('nas.changeTitle', { name: props.record.name }) : say('nas.add')}
      onClose={props.onClose}
    >
      <Form
        form={form}
        submitLabel={props.record ? say('admin.save') : say('nas.addAct')}
        onCancel={props.onClose}
        actions={
          <Button pending={testing()} onClick={() => void test()}>
            {say('nas.test')}
          </Button>
        }
      >
        <TextField form={form} name="name" label={say('nas.form.name')} hint={say('nas.form.nameHint')} autofocus />
        <Show when={(vendors()?.length ?? 0) > 1}>
          <SelectField
            form={form}
            name="vendor"
            label={say('nas.form.vendor')}
            options={(vendors() ?? []).map(({ vendor: value, name }) => ({ value, label: name }))}
          />
        </Show>
        <SelectField
          form={form}
          name="branchId"
          label={say('nas.form.branch')}
          options={[
            { value: 'none', label: say('nas.form.noBranch') },
            ...(branches.data() ?? [])
              .filter(({ archivedAt }) => archivedAt === undefined)
              .map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        <TextField form={form} name="address" label={say('nas.form.address')} hint={say('nas.form.addressHint')} mono />
        <RadioField
          form={form}
          name="security"
          label={say('nas.form.security')}
          options={options('nas.form.security', ['pinned', 'anonymous', 'plain'])}
        />
        <NumberField
          form={form}
          name="port"
          label={say('nas.form.port')}
          hint={say('nas.form.portHint', { port: String(usualPort()) })}
          whole
          optional
        />
        <TextField form={form} name="username" label={say('nas.form.username')} autocomplete="off" mono />
        <PasswordField
          form={form}
          name="password"
          label={say('nas.form.password')}
          hint={props.record ? say('nas.form.passwordKeep') : undefined}
          autocomplete="new-password"
        />
        <RadioField
          form={form}
          name="attribution"
          label={say('nas.form.attribution')}
          options={options('nas.form.attribution', ['address', 'nasIdentifier', 'tunnel'])}
        />
        <Show when={values().attribution !== 'tunnel'}>
          <TextField form={form} name="radiusSource" label={say('nas.form.radiusSource')} mono optional />
        </Show>
        <Show when={values().attribution === 'nasIdentifier'}>
          <TextField form={form} name="nasIdentifier" label={say('nas.form.nasIdentifier')} mono />
        </Show>
        <Show when={values().attribution === 'tunnel'}>
          <TextField form={form} name="tunnelAddress" label={say('nas.form.tunnelAddress')} mono />
        </Show>
        <PasswordField
          form={form}
          name="radiusSecret"
          label={say('nas.form.radiusSecret')}
          hint={say(props.record ? 'nas.form.passwordKeep' : 'nas.form.radiusSecretHint')}
          autocomplete="new-password"
          optional
        />
        <details class="nas-more" open={props.record !== undefined}>
          <summary>{say('nas.form.more')}</summary>
          <TextField form={form} name="site" label={say('nas.form.site')} hint={say('nas.form.siteHint')} optional />
          <NumberField form={form} name="latitude" label={say('nas.form.latitude')} unit="°" optional />
          <NumberField form={form} name="longitude" label={say('nas.form.longitude')} unit="°" optional />
          <TextAreaField form={form} name="notes" label={say('nas.form.notes')} maxlength={2000} optional />
          <CheckboxField
            form={form}
            name="monitored"
            label={say('nas.form.monitored')}
            hint={say('nas.form.monitoredHint')}
          />
          <NumberField
            form={form}
            name="commandsPerSecond"
            label={say('nas.form.rate')}
            hint={say('nas.form.rateHint')}
            whole
          />
          <Show when={props.record?.fingerprint}>
            <CheckboxField
              form={form}
              name="trustNextCertificate"
              label={say('nas.trustNext')}
              hint={say('nas.trustNextText')}
            />
          </Show>
        </details>
        <Show when={tested()}>{(result) => <TestResult result={result()} />}</Show>
      </Form>
    </Dialog>
  );
}

function TestResult(props: { result: NasConnectionResult | { readonly trouble: string } }): JSX.Element {
  const good = () => ('ok' in props.result && props.result.ok ? props.result : undefined);
  const bad = (): string =>
    'trouble' in props.result ? props.result.trouble : props.result.ok ? '' : props.result.message;
  return (
    <Show
      when={good()}
      fallback={
        <Banner tone="critical" glyph="warning" alert>
          {bad()}
        </Banner>
      }
    >
      {(result) => (
        <Banner tone="ok" glyph="cleared">
          {say('nas.testOk', {
            identity: result().identity,
            model: result().model,
            version: result().version,
            ms: withUnit(result().latencyMs, 'milliseconds'),
          })}
        </Banner>
      )}
    </Show>
  );
}
