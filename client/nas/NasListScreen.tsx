import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { NasRow, NasSort } from '#shared/nas/view.ts';
import { createRowWindow, type WindowedList } from '../live/rowWindow.ts';
import { useActs } from '../shell/acts.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import './nas.css';
import { nasColumns } from './nasColumns.tsx';
import { NasDialog } from './NasDialog.tsx';
import { NasFilterBar } from './NasFilterBar.tsx';
import { NasPeek } from './NasPeek.tsx';
import { useNasQuery } from './nasQuery.ts';
import { nasTabs } from './nasTabs.ts';

/** Every router, live, those in trouble first. */
export function NasListScreen(): JSX.Element {
  useTrail(() => [{ label: say('nas.title') }]);
  const session = useSession();
  const query = useNasQuery();
  const navigate = useNavigate();
  const [adding, setAdding] = createSignal(false);
  const listKey = createMemo(() => JSON.stringify([query.filter(), query.sort()]));
  const list = (): WindowedList => {
    const [filter, sort] = [query.filter(), query.sort()];
    return { key: listKey(), request: (window) => ({ view: 'nas.list', filter, sort, window }) };
  };
  const rows = createRowWindow(useLive(), list, NasRow);
  let focusSearch: () => void = () => {};
  const columns = nasColumns(session.timeZone);
  const table = createTable<NasRow>({
    name: 'nas',
    rows,
    columns: () => columns,
    listKey,
    sort: query.sort,
    onSort: (sort) => query.sortBy(NasSort.catch('trouble').parse(sort)),
    onOpen: (id) => query.peek(query.peeked() === id ? undefined : id),
    onEnter: (id) => navigate(`/routers/${id}`),
    peeked: query.peeked,
    onSearch: () => focusSearch(),
    onBack: () => query.peek(undefined),
    onMoved: (id) => query.peeked() !== undefined && id !== undefined && query.peek(id),
  });
  const mayManage = (): boolean => session.permissions.includes('nas.manage');
  useActs(() =>
    mayManage() ? [{ id: 'nas.add', label: say('nas.add'), glyph: 'plus', key: 'n', run: () => setAdding(true) }] : [],
  );
  const add = () => (
    <Show when={mayManage()}>
      <Button look="primary" hint="n" onClick={() => setAdding(true)}>
        {say('nas.add')}
      </Button>
    </Show>
  );

  return (
    <PeekLayout
      open={query.peeked() !== undefined}
      panel={
        <Show when={query.peeked()} keyed>
          {(id) => <NasPeek id={id} listed={rows.row(id)?.fields} onClose={() => query.peek(undefined)} />}
        </Show>
      }
    >
      <TabLinks label={say('nas.title')} tabs={nasTabs()}>
        <span class="number" role="status">
          {rows.state() === 'loading' ? '' : sayCount('nas.total', rows.total())}
        </span>
        {add()}
      </TabLinks>
      <NasFilterBar
        query={query}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={
          <>
            <ColumnMenu table={table} />
            <ExportButton table={table} name="routers" />
          </>
        }
      />
      <Table
        table={table}
        label={say('nas.list')}
        refusedTitle={say('nas.revoked')}
        rowName={(nas) => nas.name}
        news={(nas) => nas.state}
        rowClass={(nas) => (nas.state === 'up' ? '' : nas.state === 'unknown' ? 'quiet' : 'strong')}
        empty={
          <Show
            when={query.narrowed()}
            fallback={
              <EmptyState glyph="router" title={say('nas.empty')} text={say('nas.emptyText')}>
                {add()}
              </EmptyState>
            }
          >
            <EmptyState glyph="search" title={say('nas.noMatch')} text={say('nas.noMatchText')}>
              <Button onClick={() => query.clear()}>{say('filter.clear')}</Button>
            </EmptyState>
          </Show>
        }
      />
      <Show when={adding()}>
        <NasDialog
          record={undefined}
          onClose={() => setAdding(false)}
          onSaved={(record) => {
            setAdding(false);
            navigate(`/routers/${record.id}`);
          }}
        />
      </Show>
    </PeekLayout>
  );
}
