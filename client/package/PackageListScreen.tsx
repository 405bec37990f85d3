import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { PackageRecord } from '#shared/package/registration.ts';
import { CompanyView } from '#shared/tenant/company.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { getJson, post } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
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
  const items = (): readonly PackageRecord[] | undefined =>
    view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
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
              onArchive={async () => {
                await post(`/api/packages/${one().id}/archive`, {});
                setPeeked(undefined);
              }}
              onClose={() => setPeeked(undefined)}
            />
          )}
        </Show>
      }
    >
      <TabLinks label={say('package.title')} tabs={packageTabs(session.permissions)}>
        {add()}
      </TabLinks>
      <Show
        when={view.state !== 'refused'}
        fallback={<ErrorState title={say('package.revoked')} text={view.refusal?.message ?? ''} />}
      >
        <Table
          table={table}
          label={say('package.title')}
          rowName={({ name }) => name}
          empty={
            <EmptyState glyph="overload" title={say('package.empty')} text={say('package.emptyText')}>
              {add()}
            </EmptyState>
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
