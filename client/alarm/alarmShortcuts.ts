import type { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { useActs, type Act } from '../shell/acts.ts';
import type { TableModel } from '../ui/table/createTable.ts';
import { showToast } from '../ui/toasts.ts';
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
}

/** One key, one act: with the keys of every table the whole list can be worked without a mouse, or from the palette. */
export function useAlarmShortcuts(targets: AlarmShortcutTargets): void {
  const { table, query, may } = targets;
  const command = (verb: 'acknowledge' | 'claim' | 'release' | 'take', key: string, permission: Permission): Act => ({
    id: `alarm.${verb}`,
    label: say(`act.${verb}`),
    glyph: 'bell',
    key,
    offered: may(permission),
    run: () => send(targets, permission, { type: `alarm.${verb}` }),
  });
  const comment = (): void => {
    const id = table.cursor.id();
    if (query.peeked() === undefined && id !== undefined) query.peek(id);
    queueMicrotask(targets.comment);
  };
  useActs(() => [
    command('acknowledge', 'a', 'alarm.acknowledge'),
    command('claim', 'c', 'alarm.claim'),
    command('release', 'r', 'alarm.claim'),
    command('take', 't', 'alarm.take'),
    {
      id: 'alarm.shelve',
      label: say('act.shelve'),
      glyph: 'shelved',
      key: 's',
      offered: may('alarm.shelve'),
      run: () => startShelving(targets),
    },
    {
      id: 'alarm.comment',
      label: say('act.comment'),
      glyph: 'comment',
      key: 'm',
      offered: may('alarm.comment'),
      run: comment,
    },
  ]);
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
