import { AlarmCommand } from '#shared/alarm/commands.ts';
import { alarmRefusals } from '#shared/alarm/errors.ts';
import type { AlarmEvent } from '#shared/alarm/events.ts';
import { ALARM_EVENT_VERSIONS } from '#shared/alarm/eventVersions.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusal, systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import { alarmMachine, emptyContext, type AlarmMachineEvent, type AlarmRefused } from './alarmMachine.ts';
import type { AlarmState } from './alarmState.ts';

export const SHELVING_DEADLINE = 'shelving';

/** The first domain actor, and the pattern for the others: a machine, its state as columns, and this record. */
export const alarmActor: DomainKind<AlarmState, AlarmCommand, AlarmEvent> = {
  family: 'domain',
  kind: 'alarm',
  command: AlarmCommand,
  eventVersions: ALARM_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 10 * 60_000,
  chart: chartOf(alarmMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines: (state) =>
    state.shelvedUntil === undefined ? [] : [{ name: SHELVING_DEADLINE, dueAt: state.shelvedUntil }],
  due: (deadline) => ({ type: 'alarm.shelvingExpired', due: deadline.dueAt }),
  coalesce: joinReports,
};

function decide(
  state: AlarmState | undefined,
  command: AlarmCommand,
  { id, at, caller }: DecisionContext,
): Decision<AlarmState, AlarmEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const by = caller.kind === 'user' ? caller.userId : undefined;
  // A claim has a holder, who is asked for it; the system is nobody.
  if (by === undefined && (command.type === 'alarm.claim' || command.type === 'alarm.take')) {
    return { accepted: false, refusal: systemRefusal('command/not-permitted') };
  }
  const step = decideWithMachine<typeof alarmMachine, AlarmEvent, AlarmRefused>(
    alarmMachine,
    { value: name === 'absent' || name === 'cleared' ? name : { standing: name }, context },
    { ...command, at, by } satisfies AlarmMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (!step.changed && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: stateName(step.value) }, events: step.facts };
}

/** Machine value to column: `{ standing: 'claimed' }` → `claimed`. An alarm that stays absent is never stored. */
function stateName(value: unknown): AlarmState['state'] {
  if (typeof value === 'object' && value !== null && 'standing' in value) {
    return value.standing as AlarmState['state'];
  }
  return 'cleared';
}

function refusal({ code, by, at }: AlarmRefused): Refusal {
  const message = code in alarmRefusals ? alarmRefusals[code as keyof typeof alarmRefusals] : undefined;
  return {
    ok: false,
    code,
    message: message ?? systemRefusals[code as keyof typeof systemRefusals].message,
    ...(by === undefined ? {} : { details: { by, at: at ?? 0 } }),
  };
}

/** Repeated reports of one cause that wait together become one with the sum of their occurrences. */
function joinReports(waiting: AlarmCommand, next: AlarmCommand): AlarmCommand | undefined {
  if (waiting.type !== 'alarm.raise' || next.type !== 'alarm.raise') return undefined;
  return { ...next, occurrences: waiting.occurrences + next.occurrences };
}
