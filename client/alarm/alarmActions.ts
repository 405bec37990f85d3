import { createStore } from 'solid-js/store';
import type { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Refusal, Reply } from '#shared/wire/reply.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';

export type AlarmCommandSender = (id: AlarmRow['id'], command: AlarmOperatorCommand) => Promise<Reply>;

/** What is under way and what was refused, per alarm. Nothing is shown as done before the server has confirmed it. */
export interface AlarmActions {
  pending(id: string): AlarmOperatorCommand['type'] | undefined;
  refused(id: string): Refusal | undefined;
  dismissRefusal(id: string): void;
  /** Resolves with true when it was done. */
  act(alarm: AlarmRow, command: AlarmOperatorCommand): Promise<boolean>;
  actOnAll(alarms: readonly AlarmRow[], command: AlarmOperatorCommand): Promise<void>;
  /** Whether this person changed it a moment ago, so that its leaving the list is no surprise. */
  justActedOn(id: string): boolean;
}

const REFUSAL_SHOWN_MS = 12_000;
const SURPRISE_AFTER_MS = 3_000;
const AT_ONCE = 20;

export function createAlarmActions(send: AlarmCommandSender): AlarmActions {
  const [pending, setPending] = createStore<Record<string, AlarmOperatorCommand['type'] | undefined>>({});
  const [refused, setRefused] = createStore<Record<string, Refusal | undefined>>({});
  const acted = new Map<string, number>();

  const dismissRefusal = (id: string): void => setRefused({ [id]: undefined });

  const ask = async (alarm: AlarmRow, command: AlarmOperatorCommand): Promise<Reply> => {
    setPending({ [alarm.id]: command.type });
    dismissRefusal(alarm.id);
    try {
      const reply = await send(alarm.id, command);
      if (reply.ok) acted.set(alarm.id, performance.now());
      else {
        setRefused({ [alarm.id]: reply });
        setTimeout(() => refused[alarm.id]?.code === reply.code && dismissRefusal(alarm.id), REFUSAL_SHOWN_MS);
      }
      return reply;
    } finally {
      setPending({ [alarm.id]: undefined });
    }
  };

  const act = async (alarm: AlarmRow, command: AlarmOperatorCommand): Promise<boolean> => {
    const reply = await ask(alarm, command);
    if (reply.ok) {
      const inverse = inverseOf(command, alarm);
      const text = say(`done.${verbOf(command)}`, { source: alarm.source });
      const undo = inverse && { label: say(`undo.${verbOf(inverse)}`), run: () => void act(alarm, inverse) };
      showToast({ text, tone: 'done', action: undo });
    }
    return reply.ok;
  };

  const actOnAll = async (alarms: readonly AlarmRow[], command: AlarmOperatorCommand): Promise<void> => {
    const done: AlarmRow[] = [];
    const waiting = [...alarms];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if ((await ask(next, command)).ok) done.push(next);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, alarms.length) }, worker));
    const refusals = alarms.length - done.length;
    const text = [
      sayCount(`bulk.${verbOf(command)}`, done.length),
      refusals > 0 ? sayCount('bulk.refused', refusals) : '',
    ]
      .filter(Boolean)
      .join(' ');
    const undoable = done.filter((alarm) => inverseOf(command, alarm));
    const inverse = undoable[0] && inverseOf(command, undoable[0]);
    const undo = inverse && { label: say(`undo.${verbOf(inverse)}`), run: () => void actOnAll(undoable, inverse) };
    showToast({ text, tone: refusals > 0 ? 'trouble' : 'done', action: undo });
  };

  return {
    pending: (id) => pending[id],
    refused: (id) => refused[id],
    dismissRefusal,
    act,
    actOnAll,
    justActedOn: (id) => performance.now() - (acted.get(id) ?? -Infinity) < SURPRISE_AFTER_MS,
  };
}

type Verb<Type extends string = AlarmOperatorCommand['type']> = Type extends `alarm.${infer Name}` ? Name : never;

export function verbOf(command: AlarmOperatorCommand): Verb {
  return command.type.slice('alarm.'.length) as Verb;
}

/** Only where the alarm knows one: an acknowledgement or a takeover stands. */
function inverseOf(command: AlarmOperatorCommand, before: AlarmRow): AlarmOperatorCommand | undefined {
  if (command.type === 'alarm.claim') return { type: 'alarm.release' };
  if (command.type === 'alarm.release' && before.state === 'claimed') return { type: 'alarm.claim' };
  if (command.type === 'alarm.shelve') return { type: 'alarm.unshelve' };
  return undefined;
}
