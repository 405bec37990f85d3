import { createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { CustomerLabel } from '#shared/customer/values.ts';
import { postJson } from '../shell/api.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import type { TableModel } from '../ui/table/createTable.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';

const Draft = z.object({ add: z.array(CustomerLabel).max(20), remove: z.array(CustomerLabel).max(20) });

/** What can be done to all marked customers at once. */
export function CustomerBulkBar(props: { table: TableModel<CustomerRecord>; onDone: () => void }): JSX.Element {
  const { selection } = props.table;
  const mayManage = usePermission('customer.manage');
  const [labelling, setLabelling] = createSignal<readonly string[]>();
  return (
    <>
      <BulkBar table={props.table} label={say('bulk.label')}>
        <Button disabled={!mayManage()} onClick={() => setLabelling(selection.rows().map(({ id }) => id))}>
          {say('customer.label')}
        </Button>
      </BulkBar>
      <Show when={labelling()}>
        {(ids) => (
          <LabelDialog
            ids={ids()}
            onClose={() => setLabelling(undefined)}
            onDone={() => {
              setLabelling(undefined);
              selection.clear();
              props.onDone();
            }}
          />
        )}
      </Show>
    </>
  );
}

function LabelDialog(props: { ids: readonly string[]; onClose: () => void; onDone: () => void }): JSX.Element {
  const form = createForm({
    schema: Draft,
    initial: { add: [] as string[], remove: [] as string[] },
    async submit(draft) {
      const answer = await postJson(
        '/api/customers/labels',
        { ids: props.ids, ...draft },
        z.object({ changed: z.int() }),
      );
      showToast({ text: sayCount('customer.labelled', answer.changed), tone: 'done' });
      props.onDone();
    },
  });
  return (
    <Dialog title={sayCount('customer.labelTitle', props.ids.length)} onClose={props.onClose}>
      <Form form={form} submitLabel={say('customer.label')} onCancel={props.onClose}>
        <TagsField form={form} name="add" label={say('customer.labelAdd')} optional />
        <TagsField form={form} name="remove" label={say('customer.labelRemove')} optional />
      </Form>
    </Dialog>
  );
}
