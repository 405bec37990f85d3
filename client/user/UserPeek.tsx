import { A } from '@solidjs/router';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import type { BranchView } from '#shared/tenant/branches.ts';
import type { RoleView } from '#shared/tenant/roles.ts';
import { type IssuedLink, IssuedLink as IssuedLinkSchema, type UserView } from '#shared/tenant/users.ts';
import { administer } from '../approval/administer.ts';
import { post } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Facts } from '../ui/Facts.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { ChangeUserDialog } from './ChangeUserDialog.tsx';
import { HandedLink } from './HandedLink.tsx';
import { ReasonInput } from './ReasonInput.tsx';
import { branchWords } from './userColumns.tsx';
import { UserSessions } from './UserSessions.tsx';
import { UserStatePill } from './UserStatePill.tsx';

type Asking = 'change' | 'disable' | 'enable' | 'reset' | 'factors';

/** One person: what they may, where they are logged in, and what an administrator can do about it. */
export function UserPeek(props: {
  user: UserView;
  roles: readonly RoleView[];
  branches: readonly BranchView[];
  onClose: () => void;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const [asking, setAsking] = createSignal<Asking>();
  const [link, setLink] = createSignal<IssuedLink>();
  const may = (): boolean => session.permissions.includes('user.manage') && props.user.mayChange;
  const path = (act: string): string => `/api/users/${props.user.id}/${act}`;
  const close = (): void => {
    setAsking(undefined);
  };
  const [reason, setReason] = createSignal('');
  const ask = (what: Asking): void => {
    setReason('');
    setAsking(what);
  };
  const why = (): { reason?: string } => (reason().trim() === '' ? {} : { reason: reason().trim() });
  // What is done to administrators may need a second person, who wants to know why.
  const whyField = (): JSX.Element => (
    <Show when={props.user.administrator && props.user.id !== session.userId}>
      <ReasonInput reason={reason()} onReason={setReason} />
    </Show>
  );
  const reset = async (): Promise<void> => {
    const answer = await administer('POST', path('password-reset'), why());
    if (answer.outcome === 'waiting') return;
    const issued = IssuedLinkSchema.parse(answer.body);
    if (issued.sent) showToast({ text: say('user.linkSent', { email: props.user.email }), tone: 'done' });
    else setLink(issued);
  };

  return (
    <PeekPanel
      label={props.user.name}
      marks={<UserStatePill state={props.user.state} />}
      title={props.user.name}
      text={<p class="muted">{props.user.email}</p>}
      onClose={props.onClose}
      actions={
        <Show when={may()}>
          <Button onClick={() => ask('change')}>{say('user.change')}</Button>
          <Show
            when={props.user.state === 'active'}
            fallback={<Button onClick={() => ask('enable')}>{say('user.enable')}</Button>}
          >
            <Button onClick={() => ask('reset')}>{say('user.reset')}</Button>
            <Button onClick={() => ask('factors')}>{say('user.resetFactors')}</Button>
            <Show when={props.user.id !== session.userId}>
              <Button look="danger" onClick={() => ask('disable')}>
                {say('user.disable')}
              </Button>
            </Show>
          </Show>
        </Show>
      }
    >
      <Show when={session.permissions.includes('user.manage') && !props.user.mayChange}>
        <Banner tone="notice" glyph="lock">
          {say('user.outOfReach')}
        </Banner>
      </Show>
      <Facts
        facts={[
          { label: say('user.role'), value: props.user.role.name },
          { label: say('user.branches'), value: branchWords(props.user.branches) },
          { label: say('user.created'), value: <Age at={props.user.createdAt} timeZone={session.timeZone} /> },
        ]}
      />
      <Show when={session.permissions.includes('audit.view')}>
        <p>
          <A href={`/audit?user=${props.user.id}`}>{say('user.history')}</A>
        </p>
      </Show>
      <Show when={session.permissions.includes('user.manage')}>
        <UserSessions user={props.user} mayEnd={may()} onEnded={props.onChanged} />
      </Show>
      <Switch>
        <Match when={asking() === 'change'}>
          <ChangeUserDialog {...props} onClose={close} />
        </Match>
        <Match when={asking() === 'disable'}>
          <ConfirmDialog
            title={say('user.disableTitle', { name: props.user.name })}
            act={say('user.disable')}
            danger
            onClose={close}
            onConfirm={async () => {
              await post(path('disable'), {});
              props.onChanged();
            }}
          >
            {say('user.disableText')}
          </ConfirmDialog>
        </Match>
        <Match when={asking() === 'enable'}>
          <ConfirmDialog
            title={say('user.enable')}
            targets={[props.user.name]}
            act={say('user.enable')}
            onClose={close}
            onConfirm={async () => {
              await administer('POST', path('enable'), why());
              props.onChanged();
            }}
          >
            {say('user.enableText')}
            {whyField()}
          </ConfirmDialog>
        </Match>
        <Match when={asking() === 'reset'}>
          <ConfirmDialog
            title={say('user.resetTitle', { name: props.user.name })}
            act={say('user.reset')}
            onClose={close}
            onConfirm={reset}
          >
            {say('user.resetText')}
            {whyField()}
          </ConfirmDialog>
        </Match>
        <Match when={asking() === 'factors'}>
          <ConfirmDialog
            title={say('user.resetFactors')}
            targets={[props.user.name]}
            act={say('user.resetFactors')}
            danger
            onClose={close}
            onConfirm={async () => {
              const { outcome } = await administer('POST', path('second-factor/reset'), why());
              if (outcome === 'done') showToast({ text: say('admin.saved'), tone: 'done' });
            }}
          >
            {say('user.resetFactorsText')}
            {whyField()}
          </ConfirmDialog>
        </Match>
      </Switch>
      <Show when={link()}>
        {(issued) => (
          <Dialog title={say('user.reset')} onClose={() => setLink(undefined)}>
            <HandedLink link={issued()} onClose={() => setLink(undefined)} />
          </Dialog>
        )}
      </Show>
    </PeekPanel>
  );
}
