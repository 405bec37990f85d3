import type { JSX } from 'solid-js';
import { type BranchView, CreateBranch } from '#shared/tenant/branches.ts';
import { post, put } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ComboboxField } from '../ui/form/ComboboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { timeZoneOptions } from '../ui/timeZoneOptions.ts';
import { say } from '../words/words.ts';

/** Adds a branch, or changes one. */
export function BranchDialog(props: {
  branch: BranchView | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const session = useSession();
  const form = createForm({
    schema: CreateBranch,
    initial: { name: props.branch?.name ?? '', timeZone: props.branch?.timeZone ?? session.timeZone },
    submit: (branch) =>
      props.branch ? put(`/api/branches/${props.branch.id}`, branch) : post('/api/branches', branch),
  });
  const title = (): string => (props.branch ? say('branch.change', { name: props.branch.name }) : say('branch.new'));
  return (
    <Dialog title={title()} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={props.branch ? say('admin.save') : say('branch.new')}
        onCancel={props.onClose}
        onDone={props.onDone}
      >
        <TextField form={form} name="name" label={say('branch.name')} hint={say('branch.nameHint')} autofocus />
        <ComboboxField
          form={form}
          name="timeZone"
          label={say('branch.zone')}
          hint={say('branch.zoneHint')}
          options={timeZoneOptions()}
        />
      </Form>
    </Dialog>
  );
}
