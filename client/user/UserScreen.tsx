import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { UserPage, type UserView } from '#shared/tenant/users.ts';
import { createBranches } from '../branch/branches.ts';
import { createRoles } from '../role/roles.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { peopleTabs } from './peopleTabs.ts';
import { userColumns } from './userColumns.tsx';
import { UserPeek } from './UserPeek.tsx';
import { type UserSort, usePeopleQuery } from './userQuery.ts';

const PAGE = 100;

/** Everybody who may log in to this company. */
export function UserScreen(): JSX.Element {
  useTrail(() => [{ label: say('user.title') }]);
  const session = useSession();
  const model = usePeopleQuery();
  const roles = createRoles();
  const branches = createBranches();
  const [inviting, setInviting] = createSignal(false);
  const [changed, setChanged] = createSignal(0);
  const address = createMemo(() => model.address());
  const rows = createPagedRows<UserView>({
    key: () => `${address()} ${changed()}`,
    id: ({ id }) => id,
    async load(next) {
      const offset = Number(next ?? 0);
      const page = await getJson(`/api/users?${address()}&offset=${offset}&limit=${PAGE}`, UserPage);
      const end = offset + page.users.length;
      return { rows: page.users, next: end < page.total ? String(end) : undefined, total: page.total };
    },
  });
  let focusSearch: () => void = () => {};
  const columns = userColumns(session.timeZone);
  const table = createTable<UserView>({
    name: 'users',
    rows,
    columns: () => columns,
    listKey: address,
    sort: () => model.present().sort,
    onSort: (sort) => model.change({ sort: sort as UserSort }),
    onOpen: (id) => model.peek(model.peeked() === id ? undefined : id),
    peeked: model.peeked,
    onSearch: () => focusSearch(),
    onBack: () => model.peek(undefined),
    onMoved: (id) => model.peeked() !== undefined && id !== undefined && model.peek(id),
  });
  const peeked = (): UserView | undefined => rows.row(model.peeked() ?? '')?.fields;
  const mayManage = (): boolean => session.permissions.includes('user.manage');

  return (
    <PeekLayout
      open={peeked() !== undefined}
      panel={
        <Show when={peeked()}>
          {(user) => (
            <UserPeek
              user={user()}
              roles={roles.data() ?? []}
              branches={branches.data() ?? []}
              onClose={() => model.peek(undefined)}
              onChanged={() => setChanged(changed() + 1)}
            />
          )}
        </Show>
      }
    >
      <TabLinks label={say('user.title')} tabs={peopleTabs()}>
        <span class="number" role="status">
          {rows.state() === 'current' ? sayCount('user.total', rows.total()) : ''}
        </span>
        <ColumnMenu table={table} />
        <Show when={mayManage()}>
          <Button look="primary" onClick={() => setInviting(true)}>
            {say('user.invite')}
          </Button>
        </Show>
      </TabLinks>
      <FilterBar narrowed={model.narrowed()} onClear={() => model.clear()}>
        <SearchField
          label={say('filter.text')}
          text={model.present().text}
          onText={(text) => model.change({ text })}
          onReady={(focus) => (focusSearch = focus)}
        />
        <select
          aria-label={say('user.role')}
          value={model.present().roleId}
          onChange={({ currentTarget }) => model.change({ roleId: currentTarget.value })}
        >
          <option value="">{say('user.role')}</option>
          <For each={roles.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
        <select
          aria-label={say('admin.whichBranches')}
          value={model.present().branchId}
          onChange={({ currentTarget }) => model.change({ branchId: currentTarget.value })}
        >
          <option value="">{say('admin.whichBranches')}</option>
          <For each={branches.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
        <FilterGroup label={say('user.state')}>
          <For each={['active', 'disabled'] as const}>
            {(state) => (
              <Chip
                pressed={model.present().state === state}
                onToggle={() => model.change({ state: model.present().state === state ? '' : state })}
              >
                {say(`user.${state}`)}
              </Chip>
            )}
          </For>
        </FilterGroup>
      </FilterBar>
      <Table
        table={table}
        label={say('user.title')}
        refusedTitle={say('admin.refused')}
        rowName={({ name }) => name}
        rowClass={({ state }) => (state === 'disabled' ? 'quiet' : '')}
        empty={
          <EmptyState glyph="person" title={say('user.empty')} text={say('user.emptyText')}>
            <Show when={model.narrowed()}>
              <Button onClick={() => model.clear()}>{say('filter.clear')}</Button>
            </Show>
          </EmptyState>
        }
      />
      <Show when={inviting()}>
        <InviteDialog roles={roles.data() ?? []} branches={branches.data() ?? []} onClose={() => setInviting(false)} />
      </Show>
    </PeekLayout>
  );
}
