import { createSignal, Show, type JSX } from 'solid-js';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { packageTabs } from '../package/packageTabs.ts';
import { useActs } from '../shell/acts.ts';
import { post } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { poolColumns, poolSorters } from './poolColumns.tsx';
import { PoolDialog } from './PoolDialog.tsx';

/** Where addresses come from, live. */
export function PoolListScreen(): JSX.Element {
  useTrail(() => [{ label: say('pool.title') }]);
  const session = useSession();
  const view = createLiveView(useLive(), () => ({ view: 'ipPools' }) as const, IpPoolRecord);
  const [sort, setSort] = createSignal('name');
  const [editing, setEditing] = createSignal<IpPoolRecord | 'new'>();
  const [archiving, setArchiving] = createSignal<IpPoolRecord>();
  const mayManage = (): boolean => session.permissions.includes('pool.manage');
  const items = (): readonly IpPoolRecord[] | undefined =>
    view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
  const rows = createArrayRows(items, {
    id: ({ id }) => id,
    version: ({ version, packages }) => version * 10_000 + packages,
    sort,
    sorters: poolSorters,
  });
  const columns = poolColumns((pool) => (
    <Show when={mayManage()}>
      <IconButton
        glyph="trash"
        label={say('pool.archiveTitle', { name: pool.name })}
        onClick={() => setArchiving(pool)}
      />
    </Show>
  ));
  const table = createTable<IpPoolRecord>({
    name: 'ipPools',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => mayManage() && setEditing(rows.row(id)?.fields),
  });
  useActs(() =>
    mayManage()
      ? [{ id: 'pool.add', label: say('pool.add'), glyph: 'plus', key: 'n', run: () => setEditing('new') }]
      : [],
  );
  const add = (): JSX.Element => (
    <Show when={mayManage()}>
      <Button look="primary" hint="n" onClick={() => setEditing('new')}>
        {say('pool.add')}
      </Button>
    </Show>
  );
  return (
    <div class="peek-list">
      <TabLinks label={say('pool.title')} tabs={packageTabs(session.permissions)}>
        {add()}
      </TabLinks>
      <Show
        when={view.state !== 'refused'}
        fallback={<ErrorState title={say('pool.revoked')} text={view.refusal?.message ?? ''} />}
      >
        <Table
          table={table}
          label={say('pool.title')}
          rowName={({ name }) => name}
          empty={
            <EmptyState glyph="link" title={say('pool.empty')} text={say('pool.emptyText')}>
              {add()}
            </EmptyState>
          }
        />
      </Show>
      <Show when={editing()} keyed>
        {(what) => (
          <PoolDialog
            record={what === 'new' ? undefined : what}
            onClose={() => setEditing(undefined)}
            onSaved={() => setEditing(undefined)}
          />
        )}
      </Show>
      <Show when={archiving()}>
        {(pool) => (
          <ConfirmDialog
            title={say('pool.archiveTitle', { name: pool().name })}
            act={say('pool.archive')}
            danger
            onClose={() => setArchiving(undefined)}
            onConfirm={() => post(`/api/ip-pools/${pool().id}/archive`, {})}
          >
            {say('pool.archiveText')}
          </ConfirmDialog>
        )}
      </Show>
    </div>
  );
}
