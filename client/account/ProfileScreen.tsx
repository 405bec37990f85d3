import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { ResetOffer } from '#shared/tenant/links.ts';
import { NewPassword, repeatsEmail } from '#shared/tenant/passwordPolicy.ts';
import { ChangeOwnEmail, ChangeOwnProfile } from '#shared/tenant/users.ts';
import { getJson, post, put } from '../shell/api.ts';
import { reviewRights, useSession } from '../shell/session.tsx';
import { Facts } from '../ui/Facts.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { AccountPage, AccountSection } from './AccountPage.tsx';

/** Name, e-mail and password. */
export function ProfileScreen(): JSX.Element {
  const session = useSession();
  const branches = (): string =>
    session.branches.length === 0 ? say('account.allBranches') : session.branches.map(({ name }) => name).join(', ');
  return (
    <AccountPage title="account.profile">
      <AccountSection title={say('account.you')} text={say('account.you.text')}>
        <NameForm />
        <Facts
          facts={[
            { label: say('account.company'), value: session.tenantName },
            { label: say('account.role'), value: session.roleName },
            { label: say('account.branches'), value: branches() },
          ]}
        />
      </AccountSection>
      <AccountSection title={say('login.email')} text={say('account.email.text')}>
        <EmailForm />
      </AccountSection>
      <AccountSection title={say('login.password')} text={say('account.password.text')}>
        <PasswordForm />
      </AccountSection>
    </AccountPage>
  );
}

function NameForm(): JSX.Element {
  const session = useSession();
  const form = createForm({
    schema: ChangeOwnProfile,
    initial: { name: session.userName },
    submit: async (value) => {
      await put('/api/session/profile', value);
      showToast({ tone: 'done', text: say('account.saved') });
      await reviewRights();
    },
  });
  return (
    <Form form={form} submitLabel={say('ui.save')}>
      <TextField form={form} name="name" label={say('setup.ownerName')} autocomplete="name" maxlength={100} />
    </Form>
  );
}

function EmailForm(): JSX.Element {
  const session = useSession();
  const [offer] = createResource(() => getJson('/api/password-resets', ResetOffer).catch(() => ({ byMail: true })));
  const [sentTo, setSentTo] = createSignal<string>();
  const form = createForm({
    schema: ChangeOwnEmail,
    initial: { email: '', password: '' },
    submit: async (value) => {
      await post('/api/session/email', value);
      setSentTo(value.email);
      form.reset();
    },
  });
  return (
    <>
      <p>
        {say('account.email.now')} <strong>{session.email}</strong>
      </p>
      <Show when={offer()?.byMail !== false} fallback={<p class="muted">{say('account.email.noMail')}</p>}>
        <Show when={sentTo()}>{(email) => <p role="status">{say('account.email.sent', { email: email() })}</p>}</Show>
        <Form form={form} submitLabel={say('account.email.do')}>
          <TextField form={form} name="email" type="email" label={say('account.email.new')} autocomplete="email" />
          <PasswordField
            form={form}
            name="password"
            label={say('account.password.current')}
            autocomplete="current-password"
          />
        </Form>
      </Show>
    </>
  );
}

function PasswordForm(): JSX.Element {
  const session = useSession();
  const schema = z
    .object({ current: z.string().min(1).max(200), next: NewPassword })
    .refine(({ next }) => !repeatsEmail(next, session.email), { path: ['next'], message: 'Not the e-mail.' });
  const form = createForm({
    schema,
    initial: { current: '', next: '' },
    submit: async (value) => {
      await put('/api/session/password', value);
      form.reset();
      showToast({ tone: 'done', text: say('account.password.done') });
    },
  });
  return (
    <Form form={form} submitLabel={say('link.reset.do')}>
      <PasswordField
        form={form}
        name="current"
        label={say('account.password.current')}
        autocomplete="current-password"
      />
      <PasswordField
        form={form}
        name="next"
        label={say('password.new')}
        hint={say('setup.password.hint')}
        autocomplete="new-password"
      />
    </Form>
  );
}
