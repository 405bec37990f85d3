import { useSearchParams } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { AlarmRow } from '#shared/alarm/view.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { duration } from '../ui/relativeTime.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { alarmColumns } from './alarmColumns.tsx';
import '../ui/filterBar.css';
import './alarmList.css';
import './alarmTable.css';
import { alarmTabs } from './alarmTabs.ts';

const Page = z.object({
  rows: z.array(AlarmRow),
  /** Handed back as `before` for the page after this one; absent on the last. */
  next: z.string().optional(),
});
const LIMIT = 100;

/** Cleared alarms, newest first, page by page: the past does not change, so it is not live. */
export function AlarmHistoryScreen(): JSX.Element {
  useTrail(() => [{ label: say('alarm.title'), href: '/alarms' }, { label: say('alarm.tab.history') }]);
  const { timeZone } = useSession();
  const [params, setParams] = useSearchParams<{ q?: string }>();
  const text = (): string => params.q ?? '';
  let focusSearch: () => void = () => {};
  const rows = createPagedRows<AlarmRow>({
    key: text,
    id: ({ id }) => id,
    load: (before) => {
      const query = { limit: String(LIMIT), ...(text() && { text: text() }), ...(before !== undefined && { before }) };
      return getJson(`/api/alarms/history?${new URLSearchParams(query)}`, Page);
    },
  });
  const columns = historyColumns(timeZone);
  const table = createTable({
    name: 'alarmHistory',
    rows,
    columns: () => columns,
    listKey: text,
    onSearch: () => focusSearch(),
  });
  return (
    <div class="alarm-main">
      <TabLinks label={say('alarm.title')} tabs={alarmTabs()}>
        <ColumnMenu table={table} />
      </TabLinks>
      <div class="filter-bar" role="search">
        <SearchField
          label={say('filter.text')}
          text={text()}
          onText={(q) => setParams({ q: q || null }, { replace: true })}
          onReady={(focus) => (focusSearch = focus)}
        />
      </div>
      <Table
        table={table}
        label={say('alarm.tab.history')}
        refusedTitle={say('history.failed')}
        rowClass={() => 'alarm-row quiet'}
        rowName={({ source }) => source}
        empty={
          <EmptyState
            glyph="cleared"
            title={say(text() ? 'alarm.noMatch' : 'history.empty')}
            text={say('history.emptyText')}
          />
        }
      />
      <Show when={rows.trouble()}>
        {(why) => (
          <p class="table-foot" role="alert">
            {say('ui.moreFailed', { why: why() })}
            <Button onClick={() => rows.retry()}>{say('tryAgain')}</Button>
          </p>
        )}
      </Show>
    </div>
  );
}

function historyColumns(timeZone: string): readonly TableColumn<AlarmRow>[] {
  const { severity, source, branch, count } = alarmColumns();
  return [
    severity,
    {
      id: 'stood',
      title: () => say('column.stood'),
      width: 110,
      phone: 'last',
      text: stood,
      cell: (alarm) => <span class="number">{stood(alarm)}</span>,
    },
    source,
    {
      id: 'text',
      title: () => say('column.text'),
      width: 140,
      grow: 2.4,
      phone: 'text',
      text: ({ text, cause }) => text || cause,
      cell: (alarm) => (
        <span class="alarm-what">
          <span class="alarm-text">{alarm.text || alarm.cause}</span>
          <span class="faint alarm-cause">{alarm.cause}</span>
        </span>
      ),
    },
    branch,
    {
      id: 'cleared',
      title: () => say('column.cleared'),
      width: 104,
      phone: 'corner',
      cell: (alarm) => <Age at={alarm.clearedAt ?? alarm.lastOccurredAt} timeZone={timeZone} />,
    },
    count,
    {
      id: 'acknowledgedBy',
      title: () => say('column.acknowledgedBy'),
      width: 90,
      grow: 0.6,
      phone: 'lastEnd',
      text: ({ acknowledgedByName }) => acknowledgedByName,
      cell: (alarm) => alarm.acknowledgedByName ?? '',
    },
  ];
}

function stood(alarm: AlarmRow): string {
  return say('history.stood', { duration: duration((alarm.clearedAt ?? alarm.raisedAt) - alarm.raisedAt) });
}
