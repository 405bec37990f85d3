import type { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { useShortcuts } from '../ui/shortcuts.ts';
import { runNewestAction, showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import type { AlarmCursor } from './alarmCursor.ts';
import type { AlarmQuery } from './alarmQuery.ts';
import type { AlarmSelection } from './alarmSelection.ts';

export interface AlarmShortcutTargets {
  readonly cursor: AlarmCursor;
  readonly selection: AlarmSelection;
  readonly actions: AlarmActions;
  readonly query: AlarmQuery;
  /** The marked alarms, or the one under the cursor. */
  readonly addressed: () => readonly AlarmRow[];
  readonly underCursor: () => AlarmRow | undefined;
  readonly may: (permission: Permission) => boolean;
  readonly shelve: (alarms: readonly AlarmRow[]) => void;
  readonly search: () => void;
  readonly comment: () => void;
  readonly toggleHelp: () => void;
}

/** One key, one act: the whole list can be worked without a mouse. */
export function useAlarmShortcuts(targets: AlarmShortcutTargets): void {
  const { cursor, selection, query } = targets;
  const command = (permission: Permission, type: 'acknowledge' | 'claim' | 'release' | 'take') => (): void =>
    send(targets, permission, { type: `alarm.${type}` });
  const togglePeek = (): void => {
    const id = cursor.id();
    if (id !== undefined) query.peek(query.peeked() === id ? undefined : id);
  };
  const mark = (): void => {
    const alarm = targets.underCursor();
    if (alarm) selection.toggle(alarm);
  };
  const markAndMove = (step: number) => (): void => {
    const alarm = targets.underCursor();
    if (alarm) selection.add([alarm]);
    cursor.move(step);
    const next = targets.underCursor();
    if (next) selection.add([next]);
  };
  const back = (): void => {
    if (selection.size() > 0) selection.clear();
    else query.peek(undefined);
  };
  useShortcuts(() => ({
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    ArrowDown: () => cursor.move(1),
    ArrowUp: () => cursor.move(-1),
    J: markAndMove(1),
    K: markAndMove(-1),
    'Shift+ArrowDown': markAndMove(1),
    'Shift+ArrowUp': markAndMove(-1),
    PageDown: () => cursor.move(20),
    PageUp: () => cursor.move(-20),
    Home: () => cursor.moveTo(0),
    End: () => cursor.moveTo(Number.MAX_SAFE_INTEGER),
    a: command('alarm.acknowledge', 'acknowledge'),
    c: command('alarm.claim', 'claim'),
    r: command('alarm.claim', 'release'),
    t: command('alarm.take', 'take'),
    s: () => startShelving(targets),
    m: () => {
      if (query.peeked() === undefined) togglePeek();
      queueMicrotask(targets.comment);
    },
    x: mark,
    Enter: togglePeek,
    Escape: back,
    z: () => void runNewestAction(),
    '/': targets.search,
    '?': targets.toggleHelp,
  }));
}

function startShelving(targets: AlarmShortcutTargets): void {
  if (!targets.may('alarm.shelve')) sayNotPermitted();
  else if (targets.addressed().length === 0) sayNothingChosen();
  else targets.shelve(targets.addressed());
}

function send(targets: AlarmShortcutTargets, permission: Permission, command: AlarmOperatorCommand): void {
  if (!targets.may(permission)) {
    sayNotPermitted();
    return;
  }
  const alarms = targets.addressed();
  const [only] = alarms;
  if (!only) sayNothingChosen();
  else if (alarms.length === 1) void targets.actions.act(only, command);
  else void targets.actions.actOnAll(alarms, command).then(() => targets.selection.clear());
}

function sayNotPermitted(): void {
  showToast({ tone: 'trouble', text: say('refused.notPermitted') });
}

function sayNothingChosen(): void {
  showToast({ tone: 'trouble', text: say('alarm.nothingChosen') });
}
