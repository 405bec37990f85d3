import { createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import type { BranchView } from '#shared/tenant/branches.ts';
import { isAdministrator } from '#shared/tenant/guardedPermissions.ts';
import { CreatedInvitation, Invite } from '#shared/tenant/invitations.ts';
import type { RoleView } from '#shared/tenant/roles.ts';
import { Email } from '#shared/tenant/setup.ts';
import { type IssuedLink, PersonName } from '#shared/tenant/users.ts';
import { administer } from '../approval/administer.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { BranchChoice, branchesOf } from './BranchChoice.tsx';
import { HandedLink } from './HandedLink.tsx';

const Draft = z.object({
  name: PersonName,
  email: Email,
  roleId: z.string().min(1),
  branches: z.array(z.string()),
  reason: z.string(),
});

/** Asks somebody in; where mail can't be sent, shows the link to hand over. */
export function InviteDialog(props: {
  roles: readonly RoleView[];
  branches: readonly BranchView[];
  onClose: () => void;
}): JSX.Element {
  const [link, setLink] = createSignal<IssuedLink>();
  const form = createForm({
    schema: Draft,
    initial: { name: '', email: '', roleId: '', branches: [] as string[], reason: '' },
    draft: 'invite',
    async submit({ reason, branches, ...draft }) {
      const why = reason.trim() === '' ? {} : { reason };
      const invitation = Invite.parse({ ...draft, ...why, branches: branchesOf(branches) });
      const answer = await administer('POST', '/api/invitations', invitation);
      if (answer.outcome === 'waiting') return props.onClose();
      const issued = CreatedInvitation.parse(answer.body).link;
      if (!issued.sent) return void setLink(issued);
      showToast({ text: say('user.linkSent', { email: invitation.email }), tone: 'done' });
      props.onClose();
    },
  });
  const makesAdministrator = (): boolean =>
    isAdministrator(props.roles.find(({ id }) => id === form.values().roleId)?.permissions ?? []);
  return (
    <Dialog title={say('user.invite')} onClose={props.onClose}>
      <Show
        when={link()}
        fallback={
          <Form form={form} submitLabel={say('user.inviteAct')} onCancel={props.onClose}>
            <TextField form={form} name="name" label={say('user.name')} autofocus maxlength={100} />
            <TextField form={form} name="email" label={say('user.email')} type="email" inputmode="email" />
            <SelectField
              form={form}
              name="roleId"
              label={say('user.role')}
              options={props.roles.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
            <BranchChoice form={form} name="branches" branches={props.branches} />
            <Show when={makesAdministrator()}>
              <TextField
                form={form}
                name="reason"
                label={say('admin.reason')}
                hint={say('admin.reasonHint')}
                optional
              />
            </Show>
          </Form>
        }
      >
        {(issued) => <HandedLink link={issued()} onClose={props.onClose} />}
      </Show>
    </Dialog>
  );
}
