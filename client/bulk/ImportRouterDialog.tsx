import type { JSX } from 'solid-js';
import { z } from 'zod';
import { BulkMade } from '#shared/bulk/requests.ts';
import { NasFilter, NasRow } from '#shared/nas/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { postJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { say } from '../words/words.ts';

const Draft = z.object({ nasId: ActorId });
const MOST = 200;

/** Which router's own accounts are to be taken over; what comes of it is an import like that of a file. */
export function ImportRouterDialog(props: { onClose: () => void; onMade: (id: string) => void }): JSX.Element {
  const routers = createLiveView(
    useLive(),
    () =>
      ({ view: 'nas.list', filter: NasFilter.parse({}), sort: 'name', window: { offset: 0, limit: MOST } }) as const,
    NasRow,
  );
  const initial: { nasId: string } = { nasId: '' };
  const form = createForm({
    schema: Draft,
    initial,
    async submit(draft) {
      props.onMade((await postJson('/api/bulk/imports/router', draft, BulkMade)).id);
    },
  });
  return (
    <Dialog title={say('bulk.fromRouter')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('bulk.import')} onCancel={props.onClose}>
        <p class="muted">{say('bulk.fromRouterText')}</p>
        <SelectField
          form={form}
          name="nasId"
          label={say('bulk.router')}
          options={routers.rows.map(({ id, fields }) => ({ value: id, label: fields.name }))}
        />
      </Form>
    </Dialog>
  );
}
