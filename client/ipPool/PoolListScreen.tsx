import { createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { IpPoolRow } from '#shared/ipPool/use.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { packageTabs } from '../package/packageTabs.ts';
import { useActs } from '../shell/acts.ts';
import { getJson, post } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { orTrouble } from '../ui/orTrouble.ts';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { poolColumns, poolSorters } from './poolColumns.tsx';
import { PoolDialog } from './PoolDialog.tsx';
import { PoolPeek } from './PoolPeek.tsx';

const Archived = z.array(IpPoolRecord);

/** Where addresses come from and how many are left, live. */
export function PoolListScreen(): JSX.Element {
  useTrail(() => [{ label: say('pool.title') }]);
  const session = useSession();
  const view = createLiveView(useLive(), () => ({ view: 'ipPools' }) as const, IpPoolRow);
  const [sort, setSort] = createSignal('name');
  const [showsArchived, setShowsArchived] = createSignal(false);
  const [peeked, setPeeked] = createSignal<string>();
  const [editing, setEditing] = createSignal<IpPoolRow | 'new'>();
  const mayManage = (): boolean => session.permissions.includes('pool.manage');
  const archived = createFetched(
    async (signal) =>
      showsArchived()
        ? (await getJson('/api/ip-pools?archived=true', Archived, { signal })).map((pool) => ({ ...pool, use: null }))
        : undefined,
    showsArchived,
  );
  const items = (): readonly IpPoolRow[] | undefined => {
    if (showsArchived()) return archived.data();
    return view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
  };
  const rows = createArrayRows(items, {
    id: ({ id }) => id,
    version: ({ version, packages, use }) => (version * 10_000 + packages) * 1_000_003 + (use?.used ?? 0),
    sort,
    sorters: poolSorters,
  });
  const columns = poolColumns();
  const table = createTable<IpPoolRow>({
    name: 'ipPools',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => setPeeked(peeked() === id ? undefined : id),
    peeked,
    onBack: () => setPeeked(undefined),
    onMoved: (id) => peeked() !== undefined && id !== undefined && setPeeked(id),
  });
  const chosen = (): IpPoolRow | undefined => rows.row(peeked() ?? '')?.fields;
  const restore = async ({ id, name }: IpPoolRow): Promise<void> => {
    await post(`/api/ip-pools/${id}/restore`, {});
    showToast({ text: say('pool.restored', { name }), tone: 'done' });
    setPeeked(undefined);
    await archived.reload();
  };
  const archive = async (pool: IpPoolRow): Promise<void> => {
    await post(`/api/ip-pools/${pool.id}/archive`, {});
    setPeeked(undefined);
    const action = { label: say('ui.undo'), run: () => void orTrouble(() => restore(pool)) };
    showToast({ text: say('customer.archived', { name: pool.name }), tone: 'done', action });
  };
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
  const toggleArchived = (): void => {
    setPeeked(undefined);
    setShowsArchived(!showsArchived());
  };
  return (
    <PeekLayout
      open={chosen() !== undefined}
      panel={
        <Show when={chosen()}>
          {(pool) => (
            <PoolPeek
              pool={pool()}
              mayManage={mayManage()}
              onChange={() => setEditing(pool())}
              onArchive={() => void orTrouble(() => archive(pool()))}
              onRestore={() => void orTrouble(() => restore(pool()))}
              onClose={() => setPeeked(undefined)}
            />
          )}
        </Show>
      }
    >
      <TabLinks label={say('pool.title')} tabs={packageTabs(session.permissions)}>
        {add()}
      </TabLinks>
      <FilterBar end={<ColumnMenu table={table} />}>
        <Chip pressed={showsArchived()} onToggle={toggleArchived}>
          {say('pool.archivedOnly')}
        </Chip>
      </FilterBar>
      <Show
        when={view.state !== 'refused'}
        fallback={<ErrorState title={say('pool.revoked')} text={view.refusal?.message ?? ''} />}
      >
        <Table
          table={table}
          label={say('pool.title')}
          rowName={({ name }) => name}
          rowClass={({ archivedAt }) => (archivedAt === null ? '' : 'quiet')}
          empty={
            <Show
              when={showsArchived()}
              fallback={
                <EmptyState glyph="link" title={say('pool.empty')} text={say('pool.emptyText')}>
                  {add()}
                </EmptyState>
              }
            >
              <EmptyState glyph="link" title={say('pool.noneArchived')} text={say('pool.noneArchivedText')} />
            </Show>
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
    </PeekLayout>
  );
}
