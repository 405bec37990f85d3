import { useNavigate } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { SessionCounts, SessionRow, SessionSort } from '#shared/session/view.ts';
import { ListExport } from '../bulk/ListExport.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { createRowWindow, type WindowedList } from '../live/rowWindow.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount, sayNumber } from '../words/words.ts';
import './session.css';
import { sessionColumns } from './sessionColumns.tsx';
import { SessionFilterBar } from './SessionFilterBar.tsx';
import { SessionPeek } from './SessionPeek.tsx';
import { useSessionQuery } from './sessionQuery.ts';
import { sessionTabs } from './sessionTabs.ts';

/** A late list is said when it is older than this. */
const LATE_S = 10;

/** Everybody who is online, live, the newest first. */
export function SessionListScreen(): JSX.Element {
  useTrail(() => [{ label: say('online.title') }]);
  const person = useSession();
  const live = useLive();
  const query = useSessionQuery();
  const navigate = useNavigate();
  const listKey = createMemo(() => JSON.stringify([query.filter(), query.sort()]));
  const list = (): WindowedList => {
    const [filter, sort] = [query.filter(), query.sort()];
    return { key: listKey(), request: (window) => ({ view: 'sessions', filter, sort, window }) };
  };
  const rows = createRowWindow(live, list, SessionRow);
  const counted = createLiveView(live, () => ({ view: 'sessions.counts' }) as const, SessionCounts);
  const counts = (): SessionCounts | undefined => counted.rows[0]?.fields;
  let focusSearch: () => void = () => {};
  const columns = sessionColumns(person.timeZone);
  const table = createTable<SessionRow>({
    name: 'sessions',
    rows,
    columns: () => columns,
    listKey,
    sort: query.sort,
    onSort: (sort) => query.sortBy(SessionSort.catch('latest').parse(sort)),
    onOpen: (id) => query.peek(query.peeked() === id ? undefined : id),
    onEnter: (id) => navigate(`/sessions/${id}`),
    peeked: query.peeked,
    onSearch: () => focusSearch(),
    onBack: () => query.peek(undefined),
    onMoved: (id) => query.peeked() !== undefined && id !== undefined && query.peek(id),
  });
  return (
    <PeekLayout
      open={query.peeked() !== undefined}
      panel={
        <Show when={query.peeked()} keyed>
          {(id) => <SessionPeek id={id} listed={rows.row(id)?.fields} onClose={() => query.peek(undefined)} />}
        </Show>
      }
    >
      <TabLinks label={say('online.title')} tabs={sessionTabs(person.permissions)}>
        <span class="number session-count" role="status">
          {rows.state() === 'loading' ? '' : sayCount('online.total', rows.total())}
        </span>
      </TabLinks>
      <Show when={(counts()?.lagSeconds ?? 0) >= LATE_S}>
        <Banner tone="warning" glyph="shelved">
          {say('online.lag', { seconds: sayNumber(counts()?.lagSeconds ?? 0) })}
        </Banner>
      </Show>
      <SessionFilterBar
        query={query}
        counts={counts()}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={
          <>
            <ColumnMenu table={table} />
            <ListExport
              list="sessions"
              narrowedBy={() => ({ filter: JSON.stringify(query.filter()), sort: query.sort() })}
            />
          </>
        }
      />
      <Table
        table={table}
        label={say('online.title')}
        refusedTitle={say('online.revoked')}
        rowName={({ username }) => username}
        news={({ heardAt }) => String(heardAt)}
        rowClass={({ unknownSince }) => (unknownSince === undefined ? '' : 'quiet')}
        empty={
          <Show
            when={query.narrowed()}
            fallback={<EmptyState glyph="person" title={say('online.empty')} text={say('online.emptyText')} />}
          >
            <EmptyState glyph="search" title={say('online.noMatch')} text={say('online.noMatchText')}>
              <Button onClick={() => query.clear()}>{say('filter.clear')}</Button>
            </EmptyState>
          </Show>
        }
      />
    </PeekLayout>
  );
}
