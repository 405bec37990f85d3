import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { CustomerCounts, CustomerPage, CustomerSort } from '#shared/customer/list.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { ExportMenu } from '../bulk/ExportMenu.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { getJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import './customer.css';
import { CustomerBulkBar } from './CustomerBulkBar.tsx';
import { customerColumns } from './customerColumns.tsx';
import { CustomerDialog } from './CustomerDialog.tsx';
import { CustomerFilterBar } from './CustomerFilterBar.tsx';
import { useCustomerQuery } from './customerQuery.ts';

const PAGE = 100;

/** Every customer, found as one types by name, phone, number, username, MAC or address. */
export function CustomerListScreen(): JSX.Element {
  useTrail(() => [{ label: say('customer.title') }]);
  const session = useSession();
  const navigate = useNavigate();
  const query = useCustomerQuery();
  const [adding, setAdding] = createSignal(false);
  const [partial, setPartial] = createSignal(false);
  const live = createLiveView(useLive(), () => ({ view: 'customers.counts' }) as const, CustomerCounts);
  const counts = (): CustomerCounts | undefined => live.rows[0]?.fields;
  const address = createMemo(() => query.address());
  const [readOn, setReadOn] = createSignal(false);
  const [loading, setLoading] = createSignal(false);
  // Read again because somebody changed something: the rows need not look as if they were another list's.
  const [quiet, setQuiet] = createSignal(false);
  let shown: string | undefined;
  // A change by anybody is shown, unless one has read on: rows that move away are worse than old ones.
  // What is on its way is waited for, or many changes at once would put the answer off for ever.
  const freshness = createMemo((before: number) => (readOn() || loading() ? before : (counts()?.changes ?? before)), 0);
  const rows = createPagedRows<CustomerRecord>({
    key: () => `${address()} ${freshness()}`,
    id: ({ id }) => id,
    version: ({ version }) => version,
    async load(next) {
      setReadOn(next !== undefined);
      setQuiet(next === undefined && shown === address());
      shown = address();
      const after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`;
      setLoading(true);
      try {
        const page = await getJson(`/api/customers?${address()}&limit=${PAGE}${after}`, CustomerPage);
        setPartial(page.partial);
        return { rows: page.rows, next: page.next };
      } finally {
        setLoading(false);
      }
    },
  });
  let focusSearch: () => void = () => {};
  const columns = customerColumns(session.timeZone);
  const open = (id: string): void => navigate(`/customers/${id}`);
  const table = createTable<CustomerRecord>({
    name: 'customers',
    rows: { ...rows, changing: () => rows.changing() && !quiet() },
    columns: () => columns,
    listKey: address,
    sort: query.sort,
    onSort: (sort) => query.sortBy(CustomerSort.catch('name').parse(sort)),
    onOpen: open,
    onEnter: open,
    onSearch: () => focusSearch(),
  });
  const mayManage = (): boolean => session.permissions.includes('customer.manage');
  useActs(() =>
    mayManage()
      ? [{ id: 'customer.add', label: say('customer.add'), glyph: 'plus', key: 'n', run: () => setAdding(true) }]
      : [],
  );
  const add = (): JSX.Element => (
    <Show when={mayManage()}>
      <Button look="primary" hint="n" onClick={() => setAdding(true)}>
        {say('customer.add')}
      </Button>
    </Show>
  );

  return (
    <div class="peek-list">
      <TabLinks label={say('customer.title')} tabs={[{ href: '/customers', label: say('customer.title') }]}>
        <span class="number" role="status">
          <Show when={counts()}>{(known) => sayCount('customer.total', known().total)}</Show>
        </span>
        {add()}
      </TabLinks>
      <CustomerFilterBar
        query={query}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={
          <>
            <ColumnMenu table={table} />
            <Show when={session.permissions.includes('bulk.export')}>
              <ExportMenu />
            </Show>
          </>
        }
      />
      <Show when={partial()}>
        <Banner tone="unknown" glyph="info">
          {say('customer.partial')}
        </Banner>
      </Show>
      <Table
        table={table}
        label={say('customer.title')}
        refusedTitle={say('customer.revoked')}
        rowName={({ name }) => name}
        rowClass={({ archivedAt }) => (archivedAt === null ? '' : 'quiet')}
        empty={
          <Show
            when={query.narrowed()}
            fallback={
              <EmptyState glyph="person" title={say('customer.empty')} text={say('customer.emptyText')}>
                {add()}
              </EmptyState>
            }
          >
            <EmptyState glyph="search" title={say('customer.noMatch')} text={say('customer.noMatchText')}>
              <Button onClick={() => query.clear()}>{say('filter.clear')}</Button>
            </EmptyState>
          </Show>
        }
      />
      <CustomerBulkBar table={table} onDone={() => rows.reload()} />
      <Show when={adding()}>
        <CustomerDialog
          record={undefined}
          onClose={() => setAdding(false)}
          onSaved={({ id }) => {
            setAdding(false);
            open(id);
          }}
        />
      </Show>
    </div>
  );
}
