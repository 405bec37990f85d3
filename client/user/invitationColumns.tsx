import { Show } from 'solid-js';
import type { InvitationView } from '#shared/tenant/invitations.ts';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { Pill } from '../ui/Pill.tsx';
import { absolute } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import { branchWords } from './userColumns.tsx';

export function invitationColumns(
  timeZone: string,
  mayManage: () => boolean,
  onResend: (invitation: InvitationView) => void,
  onWithdraw: (invitation: InvitationView) => void,
): readonly TableColumn<InvitationView>[] {
  return [
    {
      id: 'name',
      title: () => say('user.name'),
      width: 170,
      grow: 1,
      fixed: true,
      phone: 'title',
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'email',
      title: () => say('user.email'),
      width: 200,
      grow: 1,
      phone: 'text',
      text: ({ email }) => email,
      cell: ({ email }) => email,
    },
    {
      id: 'role',
      title: () => say('user.role'),
      width: 130,
      yields: 1,
      text: ({ role }) => role.name,
      cell: ({ role }) => role.name,
    },
    {
      id: 'branches',
      title: () => say('user.branches'),
      width: 160,
      yields: 1,
      text: ({ branches }) => branchWords(branches),
      cell: ({ branches }) => branchWords(branches),
    },
    {
      id: 'state',
      title: () => say('user.state'),
      width: 120,
      phone: 'corner',
      cell: ({ state }) => (
        <Pill tone={state === 'pending' ? 'notice' : 'unknown'} glyph={state === 'pending' ? 'shelved' : 'stale'}>
          {say(`invitation.state.${state}`)}
        </Pill>
      ),
    },
    { id: 'by', title: () => say('invitation.by'), width: 140, yields: 2, cell: ({ invitedBy }) => invitedBy?.name },
    {
      id: 'sent',
      title: () => say('invitation.sent'),
      width: 110,
      yields: 2,
      cell: ({ sentAt }) => <Age at={sentAt} timeZone={timeZone} />,
    },
    {
      id: 'expires',
      title: () => say('invitation.expires'),
      width: 160,
      phone: 'last',
      cell: ({ expiresAt }) => absolute(expiresAt, timeZone),
    },
    {
      id: 'acts',
      title: () => '',
      width: 190,
      align: 'end',
      fixed: true,
      phone: 'lastEnd',
      cell: (invitation) => (
        <Show when={mayManage()}>
          <Button look="quiet" onClick={() => onResend(invitation)}>
            {say('invitation.resend')}
          </Button>
          <Button look="quiet" onClick={() => onWithdraw(invitation)}>
            {say('invitation.withdraw')}
          </Button>
        </Show>
      ),
    },
  ];
}
