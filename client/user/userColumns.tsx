import { Show } from 'solid-js';
import type { UserView } from '#shared/tenant/users.ts';
import { Age } from '../ui/Age.tsx';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import { UserStatePill } from './UserStatePill.tsx';

export function branchWords(branches: readonly { readonly name: string }[]): string {
  return branches.length === 0 ? say('admin.allBranches') : branches.map(({ name }) => name).join(', ');
}

export function userColumns(timeZone: string): readonly TableColumn<UserView>[] {
  return [
    {
      id: 'name',
      title: () => say('user.name'),
      width: 180,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'email',
      title: () => say('user.email'),
      width: 200,
      grow: 1,
      yields: 2,
      phone: 'last',
      sort: sortBoth('email'),
      text: ({ email }) => email,
      cell: ({ email }) => email,
    },
    {
      id: 'role',
      title: () => say('user.role'),
      width: 130,
      phone: 'text',
      text: ({ role }) => role.name,
      cell: ({ role }) => role.name,
    },
    {
      id: 'branches',
      title: () => say('user.branches'),
      width: 180,
      yields: 1,
      text: ({ branches }) => branchWords(branches),
      cell: ({ branches }) => branchWords(branches),
    },
    {
      id: 'state',
      title: () => say('user.state'),
      width: 120,
      phone: 'corner',
      text: ({ state }) => say(`user.${state}`),
      cell: ({ state }) => <UserStatePill state={state} />,
    },
    {
      id: 'seen',
      title: () => say('user.lastSeen'),
      width: 120,
      phone: 'lastEnd',
      sort: sortBoth('lastSeenAt', 'descending'),
      cell: ({ lastSeenAt }) => (
        <Show when={lastSeenAt} fallback={<span class="faint">–</span>}>
          {(at) => <Age at={at()} timeZone={timeZone} />}
        </Show>
      ),
    },
    {
      id: 'sessions',
      title: () => say('user.sessions'),
      width: 90,
      align: 'end',
      yields: 1,
      text: ({ sessions }) => sessions,
      cell: ({ sessions }) => (sessions > 0 ? sayNumber(sessions) : ''),
    },
    {
      id: 'created',
      title: () => say('user.created'),
      width: 120,
      extra: true,
      sort: sortBoth('createdAt', 'descending'),
      cell: ({ createdAt }) => <Age at={createdAt} timeZone={timeZone} />,
    },
  ];
}
