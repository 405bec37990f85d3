import type { JSX } from 'solid-js';
import { z } from 'zod';
import { NasFilter, NasRow } from '#shared/nas/view.ts';
import { PlaceStaticLine } from '#shared/staticLine/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { put } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';

/** An empty field is none. */
const Draft = PlaceStaticLine.omit({ key: true }).extend({
  port: z
    .string()
    .trim()
    .max(64)
    .transform((port) => port || undefined),
});
const MOST = 200;

/** Which router serves a line without RADIUS, and where its equipment is plugged in. */
export function StaticLineDialog(props: {
  path: string;
  nasId: string;
  port: string;
  onClose: () => void;
  onPlaced: () => void;
}): JSX.Element {
  const routers = createLiveView(
    useLive(),
    () =>
      ({ view: 'nas.list', filter: NasFilter.parse({}), sort: 'name', window: { offset: 0, limit: MOST } }) as const,
    NasRow,
  );
  const form = createForm<{ nasId: string; port: string }, z.infer<typeof Draft>>({
    schema: Draft,
    initial: { nasId: props.nasId, port: props.port },
    async submit(draft) {
      await put(props.path, { key: crypto.randomUUID(), ...draft });
      props.onPlaced();
    },
  });
  return (
    <Dialog title={say('staticLine.place')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('staticLine.place')} onCancel={props.onClose}>
        <SelectField
          form={form}
          name="nasId"
          label={say('staticLine.router')}
          options={routers.rows.map(({ id, fields }) => ({ value: id, label: fields.name }))}
        />
        <TextField
          form={form}
          name="port"
          label={say('staticLine.port')}
          hint={say('staticLine.portHint')}
          maxlength={64}
          mono
          optional
        />
      </Form>
    </Dialog>
  );
}
