import { createSignal, Show, type JSX } from 'solid-js';
import { CreatedInvitation, InvitationList, type InvitationView } from '#shared/tenant/invitations.ts';
import type { IssuedLink } from '#shared/tenant/users.ts';
import { createBranches } from '../branch/branches.ts';
import { createRoles } from '../role/roles.ts';
import { ApiError, getJson, post, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { HandedLink } from './HandedLink.tsx';
import { invitationColumns } from './invitationColumns.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { peopleTabs } from './peopleTabs.ts';

/** Who was asked in and has not come yet. */
export function InvitationScreen(): JSX.Element {
  useTrail(() => [{ label: say('user.title'), href: '/users' }, { label: say('user.invitations') }]);
  const session = useSession();
  const list = createFetched(
    async (signal) => (await getJson('/api/invitations', InvitationList, { signal })).invitations,
  );
  const roles = createRoles();
  const branches = createBranches();
  const [inviting, setInviting] = createSignal(false);
  const [link, setLink] = createSignal<IssuedLink>();
  const mayManage = (): boolean => session.permissions.includes('user.manage');

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
      await list.reload();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast({ text: error.message, tone: 'trouble' });
    }
  };
  const resend = ({ id, email }: InvitationView) =>
    attempt(async () => {
      const created = await postJson(`/api/invitations/${id}/resend`, {}, CreatedInvitation);
      if (created.link.sent) showToast({ text: say('user.linkSent', { email }), tone: 'done' });
      else setLink(created.link);
    });
  const withdraw = ({ id, email }: InvitationView) =>
    attempt(async () => {
      await post(`/api/invitations/${id}/withdraw`, {});
      showToast({ text: say('invitation.withdrawn', { email }), tone: 'done' });
    });
  const columns = invitationColumns(
    session.timeZone,
    mayManage,
    (one) => void resend(one),
    (one) => void withdraw(one),
  );
  const rows = createArrayRows(list.data, { id: ({ id }) => id });
  const table = createTable<InvitationView>({ name: 'invitations', rows, columns: () => columns });
  const invite = () => (
    <Show when={mayManage()}>
      <Button look="primary" onClick={() => setInviting(true)}>
        {say('user.invite')}
      </Button>
    </Show>
  );

  return (
    <div class="peek-list">
      <TabLinks label={say('user.title')} tabs={peopleTabs()}>
        {invite()}
      </TabLinks>
      <Show
        when={list.trouble() === undefined || list.data()}
        fallback={<ErrorState title={say('admin.failed')} text={list.trouble() ?? ''} />}
      >
        <Table
          table={table}
          label={say('user.invitations')}
          rowName={({ email }) => email}
          empty={
            <EmptyState calm glyph="person" title={say('invitation.none')} text={say('invitation.noneText')}>
              {invite()}
            </EmptyState>
          }
        />
      </Show>
      <Show when={inviting()}>
        <InviteDialog
          roles={roles.data() ?? []}
          branches={branches.data() ?? []}
          onClose={() => {
            setInviting(false);
            void list.reload();
          }}
        />
      </Show>
      <Show when={link()}>
        {(issued) => (
          <Dialog title={say('invitation.resend')} onClose={() => setLink(undefined)}>
            <HandedLink link={issued()} onClose={() => setLink(undefined)} />
          </Dialog>
        )}
      </Show>
    </div>
  );
}
