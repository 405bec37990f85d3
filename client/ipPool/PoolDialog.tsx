import { createResource, Show, type JSX } from 'solid-js';
import { capacityOf, parseAddressRange } from '#shared/ipPool/addressRange.ts';
import { IpPoolRecord, pieceOf, type IpPoolRecord as IpPoolRecordType } from '#shared/ipPool/registration.ts';
import { NasPage } from '#shared/nas/registration.ts';
import { getJson, patchJson, postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';
import { capacityText } from './capacityText.ts';
import { changeOf, draftOf, newPoolOf, PoolDraft } from './poolDraft.ts';

/** Makes a pool, or changes one; what it holds is counted as one types. */
export function PoolDialog(props: {
  record: IpPoolRecordType | undefined;
  onClose: () => void;
  onSaved: () => void;
}): JSX.Element {
  const session = useSession();
  const [routers] = createResource(
    async () => (session.permissions.includes('nas.view') ? (await getJson('/api/nas?limit=200', NasPage)).rows : []),
    { initialValue: [] },
  );
  const form = createForm({
    schema: PoolDraft,
    initial: draftOf(props.record),
    ...(props.record ? {} : { draft: 'ipPool.new' }),
    async submit(draft) {
      if (props.record)
        await patchJson(`/api/ip-pools/${props.record.id}`, changeOf(draft, props.record), IpPoolRecord);
      else await postJson('/api/ip-pools', newPoolOf(draft), IpPoolRecord);
      props.onSaved();
    },
  });
  const values = () => form.values();
  const capacity = (): string => {
    const ranges = values().ranges.flatMap((text) => parseAddressRange(text) ?? []);
    const { family, kind, delegatedLength = null } = values();
    const length = pieceOf({ family: family === '6' ? 6 : 4, kind, delegatedLength });
    return capacityText(String(capacityOf(ranges, length)), length);
  };
  return (
    <Dialog
      wide
      title={props.record ? say('pool.changeTitle', { name: props.record.name }) : say('pool.add')}
      onClose={props.onClose}
    >
      <Form form={form} submitLabel={props.record ? say('admin.save') : say('pool.add')} onCancel={props.onClose}>
        <TextField form={form} name="name" label={say('pool.form.name')} autofocus />
        <Show when={!props.record}>
          <RadioField
            form={form}
            name="kind"
            label={say('pool.form.kind')}
            options={(['server', 'router'] as const).map((kind) => ({
              value: kind,
              label: say(`pool.kind.${kind}`),
              note: say(`pool.kind.${kind}.note`),
            }))}
          />
          <RadioField
            form={form}
            name="family"
            label={say('pool.form.family')}
            options={(['4', '6'] as const).map((family) => ({ value: family, label: `IPv${family}` }))}
          />
        </Show>
        <Show when={values().kind === 'router'}>
          <TextField
            form={form}
            name="routerPool"
            label={say('pool.form.routerPool')}
            hint={say('pool.form.routerPoolHint')}
            mono
          />
        </Show>
        <TagsField
          form={form}
          name="ranges"
          label={say('pool.form.ranges')}
          hint={
            values().ranges.length > 0
              ? capacity()
              : say(values().family === '6' ? 'pool.form.rangesHint6' : 'pool.form.rangesHint')
          }
          optional={values().kind === 'router'}
          mono
        />
        <Show when={values().family === '6'}>
          <NumberField
            form={form}
            name="delegatedLength"
            label={say('pool.form.delegated')}
            hint={say(values().kind === 'server' ? 'pool.form.linePrefixHint' : 'pool.form.delegatedHint')}
            whole
            optional
          />
        </Show>
        <RadioField
          form={form}
          name="purpose"
          label={say('pool.form.purpose')}
          options={(['subscribers', 'walledGarden'] as const).map((purpose) => ({
            value: purpose,
            label: say(`pool.purpose.${purpose}`),
          }))}
        />
        <MultiSelectField
          form={form}
          name="nasIds"
          label={say('pool.form.routers')}
          hint={say('pool.form.routersHint')}
          options={routers().map(({ id, name }) => ({ value: String(id), label: name }))}
          optional
        />
        <Show when={values().kind === 'server'}>
          <DurationField form={form} name="holdMs" label={say('pool.form.hold')} hint={say('pool.form.holdHint')} />
        </Show>
        <TextAreaField form={form} name="notes" label={say('pool.form.notes')} optional />
      </Form>
    </Dialog>
  );
}
