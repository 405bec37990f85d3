import { createEffect, createMemo, createSignal, Show, type JSX } from 'solid-js';
import { AlarmRow, AlarmSort } from '#shared/alarm/view.ts';
import { createRowWindow, type WindowedList } from '../live/rowWindow.ts';
import { savedViewsHttp } from '../savedView/savedViewsHttp.ts';
import { useLive } from '../shell/live.tsx';
import { reviewRights, useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import '../ui/peekPanel.css';
import { now } from '../ui/now.ts';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { SavedViews } from '../ui/table/SavedViews.tsx';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import { createAlarmActions } from './alarmActions.ts';
import { AlarmBulkBar } from './AlarmBulkBar.tsx';
import { standingColumns } from './alarmColumns.tsx';
import { AlarmEmpty } from './AlarmEmpty.tsx';
import { AlarmFilterBar } from './AlarmFilterBar.tsx';
import { AlarmPeek } from './AlarmPeek.tsx';
import { useAlarmQuery } from './alarmQuery.ts';
import { useAlarmShortcuts } from './alarmShortcuts.ts';
import './alarmList.css';
import './alarmTable.css';
import { alarmTabs } from './alarmTabs.ts';
import { ShelveDialog } from './ShelveDialog.tsx';

/** An alarm raised less than this ago is tinted when it appears. */
const NEW_MS = 3_000;

/** Every standing alarm of the company (or of one's branches), live, worked through with single keys. */
export function AlarmListScreen(): JSX.Element {
  useTrail(() => [{ label: say('alarm.title') }]);
  const session = useSession();
  const live = useLive();
  const query = useAlarmQuery();
  const listKey = createMemo(() => JSON.stringify([query.filter(), query.sort()]));
  const list = (): WindowedList => {
    const [filter, sort] = [query.filter(), query.sort()];
    return { key: listKey(), request: (window) => ({ view: 'alarms', filter, sort, window }) };
  };
  const rows = createRowWindow(live, list, AlarmRow);
  const actions = createAlarmActions(async (id, command) => {
    const reply = await live.sendCommand('alarm', id, command);
    if (!reply.ok && reply.code === 'command/not-permitted') void reviewRights();
    return reply;
  });
  const [shelving, setShelving] = createSignal<readonly AlarmRow[]>([]);
  let focusSearch: () => void = () => {};
  let focusComment: () => void = () => {};

  const columns = standingColumns(session, actions);
  const table = createTable<AlarmRow>({
    name: 'alarms',
    rows,
    columns: () => columns,
    listKey,
    sort: query.sort,
    onSort: (sort) => query.sortBy(AlarmSort.parse(sort)),
    selectable: true,
    onOpen: (id) => query.peek(query.peeked() === id ? undefined : id),
    peeked: query.peeked,
    onSearch: () => focusSearch(),
    onBack: () => query.peek(undefined),
    leftByOwnHand: (id) => actions.justActedOn(id),
    onMoved: (id) => query.peeked() !== undefined && id !== undefined && query.peek(id),
  });
  const { selection } = table;
  useAlarmShortcuts({
    table,
    actions,
    query,
    may: (permission) => session.permissions.includes(permission),
    shelve: setShelving,
    comment: () => focusComment(),
  });
  createEffect(() => rows.state() === 'refused' && void reviewRights());
  const neverLoaded = (): boolean => rows.state() !== 'current' && rows.loaded().length === 0;

  return (
    <div class="peek-layout" classList={{ 'with-peek': query.peeked() !== undefined }}>
      <div class="alarm-main">
        <TabLinks label={say('alarm.title')} tabs={alarmTabs()}>
          <span class="number" role="status">
            {neverLoaded() ? '' : sayCount('alarm.total', rows.total())}
          </span>
        </TabLinks>
        <AlarmFilterBar
          query={query}
          onSearchReady={(focus) => (focusSearch = focus)}
          end={
            <>
              <SavedViews
                table={table}
                port={savedViewsHttp}
                query={query.text()}
                onApply={(text) => query.open(text)}
              />
              <ExportButton table={table} name="alarms" href={`/api/alarms/export?${query.text()}`} />
              <ColumnMenu table={table} />
            </>
          }
        />
        <Table
          table={table}
          label={say('alarm.list')}
          refusedTitle={say('alarm.revoked')}
          rowClass={rowClass}
          isNew={(alarm) => now() - alarm.raisedAt < NEW_MS}
          rowName={(alarm) => alarm.source}
          empty={<AlarmEmpty narrowed={query.narrowed()} onClear={() => query.clear()} />}
        />
        <AlarmBulkBar table={table} actions={actions} onShelve={setShelving} />
      </div>
      <Show when={query.peeked()} keyed>
        {(id) => (
          <AlarmPeek
            id={id}
            listed={rows.row(id)?.fields}
            actions={actions}
            onClose={() => query.peek(undefined)}
            onShelve={(alarm) => setShelving([alarm])}
            onCommentReady={(focus) => (focusComment = focus)}
          />
        )}
      </Show>
      <Show when={shelving().length > 0}>
        <ShelveDialog
          alarms={shelving()}
          timeZone={session.timeZone}
          onClose={() => setShelving([])}
          onShelve={(until, reason) => {
            const alarms = shelving();
            setShelving([]);
            const command = { type: 'alarm.shelve', until, reason } as const;
            if (alarms.length === 1 && alarms[0]) void actions.act(alarms[0], command);
            else void actions.actOnAll(alarms, command).then(() => selection.clear());
          }}
        />
      </Show>
    </div>
  );
}

function rowClass({ state }: AlarmRow): string {
  return `alarm-row ${state} ${state === 'shelved' || state === 'cleared' ? 'quiet' : ''}`;
}
