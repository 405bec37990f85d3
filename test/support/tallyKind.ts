import { z } from 'zod';
import type { Deadline, Decision, DecisionContext, DomainKind } from '#actors/system/domainKind.ts';
import { defaultRestartPolicy } from '#actors/system/restartPolicy.ts';
import type { Refusal } from '#shared/wire/reply.ts';

/** A domain actor for tests that remembers every act, so that one that acts twice is found out. */
export interface TallyState {
  readonly total: number;
  /** The `act` of every accepted command, in order. */
  readonly acts: readonly number[];
  readonly alarmAt: number | undefined;
  readonly rings: readonly number[];
}

const TallyCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tally.add'), act: z.int(), n: z.int() }),
  /** Joined while waiting; `acts` and `n` are those of all reports it stands for. */
  z.object({ type: z.literal('tally.report'), acts: z.array(z.int()), n: z.int() }),
  z.object({ type: z.literal('tally.refuse') }),
  z.object({ type: z.literal('tally.nothing') }),
  /** A bug: the decision throws whenever it sees this. */
  z.object({ type: z.literal('tally.break'), token: z.string().optional() }),
  /** The database refuses to store the state this leads to. */
  z.object({ type: z.literal('tally.unstorable'), act: z.int() }),
  /** Refused unless the total is what the sender believes. */
  z.object({ type: z.literal('tally.expect'), total: z.int() }),
  z.object({ type: z.literal('tally.wakeAt'), at: z.int() }),
  z.object({ type: z.literal('tally.ring'), due: z.int() }),
]);
export type TallyCommand = z.infer<typeof TallyCommand>;

export type TallyEvent =
  | { readonly type: 'tally.added'; readonly acts: readonly number[]; readonly n: number }
  | { readonly type: 'tally.set'; readonly at: number }
  | { readonly type: 'tally.rang'; readonly due: number };

/** An act no database of these tests stores. */
export const UNSTORABLE_ACT = -666;

const empty: TallyState = { total: 0, acts: [], alarmAt: undefined, rings: [] };

function decide(
  state: TallyState | undefined,
  command: TallyCommand,
  _: DecisionContext,
): Decision<TallyState, TallyEvent> {
  const before = state ?? empty;
  const accepted = (after: TallyState, event?: TallyEvent): Decision<TallyState, TallyEvent> => ({
    accepted: true,
    state: after,
    events: event ? [event] : [],
  });
  const add = (acts: readonly number[], n: number): Decision<TallyState, TallyEvent> =>
    accepted({ ...before, total: before.total + n, acts: [...before.acts, ...acts] }, { type: 'tally.added', acts, n });
  switch (command.type) {
    case 'tally.add':
      return add([command.act], command.n);
    case 'tally.report':
      return add(command.acts, command.n);
    case 'tally.unstorable':
      return add([UNSTORABLE_ACT, command.act], 0);
    case 'tally.refuse':
      return { accepted: false, refusal: refused('tally/refused') };
    case 'tally.expect':
      return before.total === command.total
        ? accepted(before)
        : { accepted: false, refusal: refused('tally/other-total') };
    case 'tally.nothing':
      return accepted(before);
    case 'tally.break':
      throw new TypeError(`broken by a message${command.token ? ` ${command.token}` : ''}`);
    case 'tally.wakeAt':
      return accepted({ ...before, alarmAt: command.at }, { type: 'tally.set', at: command.at });
    case 'tally.ring':
      if (before.alarmAt === undefined || before.alarmAt > command.due) return accepted(before);
      return accepted(
        { ...before, alarmAt: undefined, rings: [...before.rings, command.due] },
        { type: 'tally.rang', due: command.due },
      );
  }
}

function refused(code: string): Refusal {
  return { ok: false, code, message: 'It is refused.' };
}

function join(waiting: TallyCommand, next: TallyCommand): TallyCommand | undefined {
  if (waiting.type !== 'tally.report' || next.type !== 'tally.report') return undefined;
  return { type: 'tally.report', acts: [...waiting.acts, ...next.acts], n: waiting.n + next.n };
}

export const tallyKind: DomainKind<TallyState, TallyCommand, TallyEvent> = {
  family: 'domain',
  kind: 'tally',
  command: TallyCommand,
  eventVersions: { 'tally.added': 1, 'tally.set': 1, 'tally.rang': 1 },
  restart: defaultRestartPolicy,
  idleMs: 60_000,
  chart: { name: 'tally', initial: true, final: false, children: [], transitions: [] },
  decide,
  machineState: () => 'counting',
  branch: () => undefined,
  deadlines: (state) => (state.alarmAt === undefined ? [] : [{ name: 'alarm', dueAt: state.alarmAt }]),
  due: (deadline: Deadline) => ({ type: 'tally.ring', due: deadline.dueAt }),
  coalesce: join,
};

/** The state that a sequence of events leads to: what the log says the actor is. */
export function replayTally(events: readonly TallyEvent[]): TallyState {
  return events.reduce<TallyState>((state, event) => {
    switch (event.type) {
      case 'tally.added':
        return { ...state, total: state.total + event.n, acts: [...state.acts, ...event.acts] };
      case 'tally.set':
        return { ...state, alarmAt: event.at };
      case 'tally.rang':
        return { ...state, alarmAt: undefined, rings: [...state.rings, event.due] };
    }
  }, empty);
}
