import type { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { useShortcuts } from '../ui/shortcuts.ts';
import type { TableModel } from '../ui/table/createTable.ts';
import { runNewestAction, showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import type { AlarmQuery } from './alarmQuery.ts';

export interface AlarmShortcutTargets {
  readonly table: TableModel<AlarmRow>;
  readonly actions: AlarmActions;
  readonly query: AlarmQuery;
  readonly may: (permission: Permission) => boolean;
  readonly shelve: (alarms: readonly AlarmRow[]) => void;
  readonly comment: () => void;
  readonly toggleHelp: () => void;
}

/** One key, one act: with the keys of every table the whole list can be worked without a mouse. */
export function useAlarmShortcuts(targets: AlarmShortcutTargets): void {
  const { table, query } = targets;
  const command = (permission: Permission, type: 'acknowledge' | 'claim' | 'release' | 'take') => (): void =>
    send(targets, permission, { type: `alarm.${type}` });
  useShortcuts(() => ({
    a: command('alarm.acknowledge', 'acknowledge'),
    c: command('alarm.claim', 'claim'),
    r: command('alarm.claim', 'release'),
    t: command('alarm.take', 'take'),
    s: () => startShelving(targets),
    m: () => {
      const id = table.cursor.id();
      if (query.peeked() === undefined && id !== undefined) query.peek(id);
      queueMicrotask(targets.comment);
    },
    z: () => void runNewestAction(),
    '?': targets.toggleHelp,
  }));
}

function startShelving(targets: AlarmShortcutTargets): void {
  if (!targets.may('alarm.shelve')) sayNotPermitted();
  else if (targets.table.addressed().length === 0) sayNothingChosen();
  else targets.shelve(targets.table.addressed());
}

function send(targets: AlarmShortcutTargets, permission: Permission, command: AlarmOperatorCommand): void {
  if (!targets.may(permission)) {
    sayNotPermitted();
    return;
  }
  const alarms = targets.table.addressed();
  const [only] = alarms;
  if (!only) sayNothingChosen();
  else if (alarms.length === 1) void targets.actions.act(only, command);
  else void targets.actions.actOnAll(alarms, command).then(() => targets.table.selection.clear());
}

function sayNotPermitted(): void {
  showToast({ tone: 'trouble', text: say('refused.notPermitted') });
}

function sayNothingChosen(): void {
  showToast({ tone: 'trouble', text: say('alarm.nothingChosen') });
}
