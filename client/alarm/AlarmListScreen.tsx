import { createEffect, createMemo, createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { AlarmRow } from '#shared/alarm/view.ts';
import { useLive } from '../shell/live.tsx';
import { reviewRights, useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import { createAlarmActions } from './alarmActions.ts';
import { createAlarmCursor } from './alarmCursor.ts';
import { AlarmEmpty } from './AlarmEmpty.tsx';
import { AlarmFilterBar } from './AlarmFilterBar.tsx';
import { AlarmKeysHelp } from './AlarmKeysHelp.tsx';
import { AlarmPeek } from './AlarmPeek.tsx';
import { useAlarmQuery } from './alarmQuery.ts';
import { createAlarmSelection } from './alarmSelection.ts';
import { useAlarmShortcuts } from './alarmShortcuts.ts';
import './alarmList.css';
import { AlarmTable } from './AlarmTable.tsx';
import { alarmTabs } from './alarmTabs.ts';
import { BulkBar } from './BulkBar.tsx';
import { createRowWindow, type WindowedList } from './rowWindow.ts';
import { ShelveDialog } from './ShelveDialog.tsx';

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
  const selection = createAlarmSelection();
  const [shelving, setShelving] = createSignal<readonly AlarmRow[]>([]);
  const [help, setHelp] = createSignal(false);
  let reveal: (index: number) => void = () => {};
  let focusSearch: () => void = () => {};
  let focusComment: () => void = () => {};

  const cursor = createAlarmCursor(rows, {
    leftByOwnHand: (id) => actions.justActedOn(id),
    onMoved: (index) => {
      reveal(index);
      const id = rows.idAt(index);
      if (query.peeked() !== undefined && id !== undefined) query.peek(id);
    },
  });
  const underCursor = (): AlarmRow | undefined => rows.row(cursor.id() ?? query.peeked() ?? '')?.fields;
  const addressed = (): readonly AlarmRow[] => {
    if (selection.size() > 0) return selection.alarms();
    const alarm = underCursor();
    return alarm ? [alarm] : [];
  };
  const open = (id: string): void => query.peek(query.peeked() === id ? undefined : id);
  useAlarmShortcuts({
    cursor,
    selection,
    actions,
    query,
    addressed,
    underCursor,
    may: (permission) => session.permissions.includes(permission),
    shelve: setShelving,
    search: () => focusSearch(),
    comment: () => focusComment(),
    toggleHelp: () => setHelp(!help()),
  });
  createEffect(() => rows.state() === 'refused' && void reviewRights());
  const neverLoaded = (): boolean => rows.state() !== 'current' && rows.loaded().length === 0;

  return (
    <div class="alarm-screen" classList={{ 'with-peek': query.peeked() !== undefined }}>
      <div class="alarm-main">
        <TabLinks label={say('alarm.title')} tabs={alarmTabs()}>
          <span class="number" role="status">
            {neverLoaded() ? '' : sayCount('alarm.total', rows.total())}
          </span>
        </TabLinks>
        <AlarmFilterBar query={query} onSearchReady={(focus) => (focusSearch = focus)} />
        <Switch>
          <Match when={rows.state() === 'refused'}>
            <ErrorState title={say('alarm.revoked')} text={rows.refusal()?.message ?? say('alarm.revokedText')} />
          </Match>
          <Match when={neverLoaded()}>
            <Skeleton rows={18} label={say('loading')} />
          </Match>
          <Match when={rows.total() === 0}>
            <AlarmEmpty narrowed={query.narrowed()} onClear={() => query.clear()} />
          </Match>
          <Match when={true}>
            <AlarmTable
              rows={rows}
              listKey={listKey()}
              sort={query.sort()}
              onSort={(sort) => query.sortBy(sort)}
              cursor={cursor}
              selection={selection}
              actions={actions}
              peeked={query.peeked()}
              onOpen={open}
              onReady={(ready) => (reveal = ready)}
            />
          </Match>
        </Switch>
        <Show when={selection.size() > 0}>
          <BulkBar selection={selection} actions={actions} onShelve={setShelving} />
        </Show>
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
      <Show when={help()}>
        <AlarmKeysHelp onClose={() => setHelp(false)} />
      </Show>
    </div>
  );
}
