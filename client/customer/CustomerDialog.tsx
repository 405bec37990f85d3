import { A } from '@solidjs/router';
import { createEffect, createResource, For, on, Show, type JSX } from 'solid-js';
import { SamePhone } from '#shared/customer/list.ts';
import { CustomerRecord, type CustomerRecord as CustomerRecordType } from '#shared/customer/registration.ts';
import { formatCustomerNumber } from '#shared/customer/values.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson, patchJson, postJson } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';
import { changeOf, CustomerDraft, draftOf, registrationOf } from './customerDraft.ts';

/** Registers a customer, or changes one; says who has the same number before anybody is made twice. */
export function CustomerDialog(props: {
  record: CustomerRecordType | undefined;
  onClose: () => void;
  onSaved: (record: CustomerRecordType) => void;
}): JSX.Element {
  const branches = createBranches();
  const inUse = () => (branches.data() ?? []).filter(({ archivedAt }) => archivedAt === undefined);
  const form = createForm({
    schema: CustomerDraft,
    initial: draftOf(props.record, undefined),
    ...(props.record ? {} : { draft: 'customer.new' }),
    async submit(draft) {
      const saved = props.record
        ? await patchJson(`/api/customers/${props.record.id}`, changeOf(draft, props.record), CustomerRecord)
        : await postJson('/api/customers', registrationOf(draft), CustomerRecord);
      props.onSaved(saved);
    },
  });
  createEffect(
    on(inUse, (known) => {
      const [only, ...more] = known;
      if (only && more.length === 0 && !props.record && form.values().branchId === 'none')
        form.set('branchId', only.id);
    }),
  );
  const [same] = createResource(
    () => form.values().phones.join('\n'),
    async (phones) => {
      const all = await Promise.all(
        phones
          .split('\n')
          .filter(Boolean)
          .map((phone) => getJson(`/api/customers/same-phone?phone=${encodeURIComponent(phone)}`, SamePhone)),
      ).catch(() => []);
      return all.flat().filter(({ id }) => id !== props.record?.id);
    },
    { initialValue: [] },
  );
  return (
    <Dialog
      wide
      title={props.record ? say('customer.changeTitle', { name: props.record.name }) : say('customer.add')}
      onClose={props.onClose}
    >
      <Form
        form={form}
        submitLabel={props.record ? say('admin.save') : say('customer.addAct')}
        onCancel={props.onClose}
      >
        <TextField form={form} name="name" label={say('customer.form.name')} autofocus />
        <RadioField
          form={form}
          name="kind"
          label={say('customer.form.kind')}
          options={(['person', 'company'] as const).map((kind) => ({
            value: kind,
            label: say(`customer.kind.${kind}`),
          }))}
        />
        <TagsField
          form={form}
          name="phones"
          label={say('customer.form.phones')}
          hint={say('customer.form.phonesHint')}
        />
        <Show when={same().length > 0}>
          <Banner tone="warning" glyph="warning">
            {say('customer.samePhone')}{' '}
            <For each={same()}>
              {({ id, number, name }) => (
                <A href={`/customers/${id}`}>
                  {name} ({formatCustomerNumber(number)}){' '}
                </A>
              )}
            </For>
          </Banner>
        </Show>
        <TextField form={form} name="email" label={say('customer.form.email')} optional />
        <SelectField
          form={form}
          name="branchId"
          label={say('customer.form.branch')}
          options={[
            { value: 'none', label: say('customer.form.noBranch') },
            ...inUse().map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        <TextAreaField form={form} name="address" label={say('customer.form.address')} optional />
        <div class="form-pair">
          <NumberField form={form} name="latitude" label={say('customer.form.latitude')} optional />
          <NumberField form={form} name="longitude" label={say('customer.form.longitude')} optional />
        </div>
        <TagsField form={form} name="labels" label={say('customer.form.labels')} optional />
        <TextField
          form={form}
          name="code"
          label={say('customer.form.code')}
          hint={say('customer.form.codeHint')}
          optional
        />
        <TextAreaField form={form} name="notes" label={say('customer.form.notes')} optional />
      </Form>
    </Dialog>
  );
}
