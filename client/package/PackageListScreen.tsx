import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { PackageRecord } from '#shared/package/registration.ts';
import { CompanyView } from '#shared/tenant/company.ts';
import { createLiveView } from '../live/createLiveView.ts';
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
import './package.css';
import { say } from '../words/words.ts';
import { packageColumns, packageSorters } from './packageColumns.tsx';
import { PackageDialog } from './PackageDialog.tsx';
import { PackagePeek } from './PackagePeek.tsx';
import { packageTabs } from './packageTabs.ts';

/** What is sold, live. */
export function PackageListScreen(): JSX.Element {
  useTrail(() => [{ label: say('package.title') }]);
  const session = useSession();
  const view = createLiveView(useLive(), () => ({ view: 'packages' }) as const, PackageRecord);
  const [company] = createResource(() => getJson('/api/company', CompanyView));
  const mayPools = session.permissions.includes('pool.view');
  const [pools] = createResource(
    () => (mayPools ? getJson('/api/ip-pools', z.array(IpPoolRecord)) : Promise.resolve([])),
    { initialValue: [] },
  );
  const [sort, setSort] = createSignal('name');
  const [peeked, setPeeked] = createSignal<string>();
  const [editing, setEditing] = createSignal<PackageRecord | 'new'>();
  const [showsArchived, setShowsArchived] = createSignal(false);
  const archived = createFetched(
    async (signal) =>
      showsArchived() ? await getJson('/api/packages?archived=true', z.array(PackageRecord), { signal }) : undefined,
    showsArchived,
  );
  const items = (): readonly PackageRecord[] | undefined => {
    if (showsArchived()) return archived.data();
    return view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
  };
  const rows = createArrayRows(items, {
    id: ({ id }) => id,
    version: ({ version }) => version,
    sort,
    sorters: packageSorters,
  });
  const columns = packageColumns();
  const table = createTable<PackageRecord>({
    name: 'packages',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => setPeeked(peeked() === id ? undefined : id),
    peeked,
    onBack: () => setPeeked(undefined),
    onMoved: (id) => peeked() !== undefined && id !== undefined && setPeeked(id),
  });
  const chosen = (): PackageRecord | undefined => rows.row(peeked() ?? '')?.fields;
  const restore = async ({ id, name }: PackageRecord): Promise<void> => {
    await post(`/api/packages/${id}/restore`, {});
    showToast({ text: say('package.restored', { name }), tone: 'done' });
    setPeeked(undefined);
    await archived.reload();
  };
  const archive = async (one: PackageRecord): Promise<void> => {
    await post(`/api/packages/${one.id}/archive`, {});
    setPeeked(undefined);
    const action = { label: say('ui.undo'), run: () => void orTrouble(() => restore(one)) };
    showToast({ text: say('customer.archived', { name: one.name }), tone: 'done', action });
  };
  const toggleArchived = (): void => {
    setPeeked(undefined);
    setShowsArchived(!showsArchived());
  };
  const mayManage = (): boolean => session.permissions.includes('package.manage');
  useActs(() =>
    mayManage()
      ? [{ id: 'package.add', label: say('package.add'), glyph: 'plus', key: 'n', run: () => setEditing('new') }]
      : [],
  );
  const add = (): JSX.Element => (
    <Show when={mayManage()}>
      <Button look="primary" hint="n" onClick={() => setEditing('new')}>
        {say('package.add')}
      </Button>
    </Show>
  );
  return (
    <PeekLayout
      open={chosen() !== undefined}
      panel={
        <Show when={chosen()}>
          {(one) => (
            <PackagePeek
              record={one()}
              pools={pools()}
              mayManage={mayManage()}
              onChange={() => setEditing(one())}
              onArchive={() => void orTrouble(() => archive(one()))}
              onRestore={() => void orTrouble(() => restore(one()))}
              onClose={() => setPeeked(undefined)}
            />
          )}
        </Show>
      }
    >
      <TabLinks label={say('package.title')} tabs={packageTabs(session.permissions)}>
        {add()}
      </TabLinks>
      <FilterBar end={<ColumnMenu table={table} />}>
        <Chip pressed={showsArchived()} onToggle={toggleArchived}>
          {say('package.archivedOnly')}
        </Chip>
      </FilterBar>
      <Show
        when={view.state !== 'refused'}
        fallback={<ErrorState title={say('package.revoked')} text={view.refusal?.message ?? ''} />}
      >
        <Table
          table={table}
          label={say('package.title')}
          rowName={({ name }) => name}
          rowClass={({ archivedAt }) => (archivedAt === null ? '' : 'quiet')}
          empty={
            <Show
              when={showsArchived()}
              fallback={
                <EmptyState glyph="overload" title={say('package.empty')} text={say('package.emptyText')}>
                  {add()}
                </EmptyState>
              }
            >
              <EmptyState glyph="overload" title={say('package.noneArchived')} text={say('package.noneArchivedText')} />
            </Show>
          }
        />
      </Show>
      <Show when={editing()} keyed>
        {(what) => (
          <Show when={company()}>
            {(known) => (
              <PackageDialog
                record={what === 'new' ? undefined : what}
                currency={known().currency}
                pools={pools()}
                onClose={() => setEditing(undefined)}
                onSaved={() => setEditing(undefined)}
              />
            )}
          </Show>
        )}
      </Show>
    </PeekLayout>
  );
}
