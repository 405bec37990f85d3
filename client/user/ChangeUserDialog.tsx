import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import type { BranchView } from '#shared/tenant/branches.ts';
import { isAdministrator } from '#shared/tenant/guardedPermissions.ts';
import type { RoleView } from '#shared/tenant/roles.ts';
import { Email } from '#shared/tenant/setup.ts';
import { PersonName, type UserView } from '#shared/tenant/users.ts';
import { administer } from '../approval/administer.ts';
import { put } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';
import { BranchChoice, branchesOf } from './BranchChoice.tsx';

const Draft = z.object({
  name: PersonName,
  email: Email,
  roleId: z.string().min(1),
  branches: z.array(z.string()),
  reason: z.string(),
});

/** Name, e-mail, role and branches of somebody; only what differs is sent, each as its own act in the log. */
export function ChangeUserDialog(props: {
  user: UserView;
  roles: readonly RoleView[];
  branches: readonly BranchView[];
  onClose: () => void;
  onChanged: () => void;
}): JSX.Element {
  const { user } = props;
  const before = user.branches.map(({ id }) => String(id));
  const form = createForm({
    schema: Draft,
    initial: { name: user.name, email: user.email, roleId: String(user.role.id), branches: before, reason: '' },
    async submit({ name, email, roleId, branches, reason }) {
      const path = `/api/users/${user.id}`;
      const why = reason.trim() === '' ? {} : { reason };
      if (name !== user.name || email !== user.email) await administer('PUT', path, { name, email, ...why });
      if (branches.toSorted().join() !== before.toSorted().join())
        await put(`${path}/branches`, { branches: branchesOf(branches) });
      if (roleId !== user.role.id) await administer('POST', `${path}/role`, { roleId, ...why });
    },
  });
  const becomesAdministrator = (): boolean =>
    form.values().roleId !== user.role.id &&
    isAdministrator(props.roles.find(({ id }) => id === form.values().roleId)?.permissions ?? []);
  return (
    <Dialog title={`${say('user.change')}: ${user.name}`} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={say('admin.save')}
        onCancel={props.onClose}
        onDone={() => {
          props.onChanged();
          props.onClose();
        }}
      >
        <TextField form={form} name="name" label={say('user.name')} maxlength={100} />
        <TextField form={form} name="email" label={say('user.email')} type="email" inputmode="email" />
        <SelectField
          form={form}
          name="roleId"
          label={say('user.role')}
          options={props.roles.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
        <BranchChoice form={form} name="branches" branches={props.branches} />
        <Show when={becomesAdministrator()}>
          <TextField form={form} name="reason" label={say('admin.reason')} hint={say('admin.reasonHint')} optional />
        </Show>
      </Form>
    </Dialog>
  );
}
