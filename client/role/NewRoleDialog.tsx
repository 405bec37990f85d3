import type { JSX } from 'solid-js';
import { z } from 'zod';
import { CreateRole, RoleName, RoleView } from '#shared/tenant/roles.ts';
import { postJson } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';

const Draft = z.object({ name: RoleName, copyOf: z.string().min(1) });

export function NewRoleDialog(props: {
  roles: readonly RoleView[];
  onClose: () => void;
  onCreated: (id: string) => void;
}): JSX.Element {
  const form = createForm({
    schema: Draft,
    initial: { name: '', copyOf: '' },
    async submit(draft) {
      const role = await postJson('/api/roles', CreateRole.parse(draft), RoleView);
      props.onCreated(role.id);
    },
  });
  return (
    <Dialog title={say('role.new')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('role.create')} onCancel={props.onClose}>
        <TextField form={form} name="name" label={say('role.name')} maxlength={60} autofocus />
        <SelectField
          form={form}
          name="copyOf"
          label={say('role.copyOf')}
          options={props.roles.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      </Form>
    </Dialog>
  );
}
