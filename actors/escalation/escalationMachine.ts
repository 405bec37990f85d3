import { assign, emit, setup } from 'xstate';
import type { EscalationCommand } from '#shared/escalation/commands.ts';
import type { EscalationEvent } from '#shared/escalation/events.ts';
import { quietUntil } from '#shared/onCall/quiet.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { EscalationState } from './escalationState.ts';

/** The state's name is the machine's, everything else its context. */
export type EscalationContext = Omit<EscalationState, 'state'>;

/** A command with its time, as the machine sees it. */
export type EscalationMachineEvent = EscalationCommand & { readonly at: number };

export interface EscalationRefused {
  readonly code: SystemRefusalCode;
}

/** Of an alarm that was never escalated. */
export const emptyContext: EscalationContext = {
  id: '' as EscalationContext['id'],
  episode: 0,
  severity: 'indeterminate',
  branchId: undefined,
  policyId: '',
  plan: { steps: [] },
  raisedAt: 0,
  startedAt: 0,
  round: 0,
  step: 0,
  nextAt: undefined,
  stepsTaken: 0,
  endedAt: undefined,
  ending: undefined,
};

/** A step that comes later than this after its time (the server was down) moves those after it along. */
const PUNCTUAL_MS = 60_000;
/** Not the very moment of the step before: a deadline is known by its time, and fires once. */
const HASTENED_MS = 1_000;

/** The step after this one, and when; undefined when it was the last of the last round. */
function nextStep(
  context: EscalationContext,
  at: number,
): Pick<EscalationContext, 'round' | 'step' | 'nextAt'> | undefined {
  const { plan, round, step, nextAt } = context;
  const from = nextAt !== undefined && at - nextAt < PUNCTUAL_MS ? nextAt : at;
  const [present, following] = [plan.steps[step]!, plan.steps[step + 1]];
  if (following) return { round, step: step + 1, nextAt: from + following.afterMs - present.afterMs };
  if (plan.repeatEveryMs === undefined) return undefined;
  return { round: round + 1, step: 0, nextAt: from + plan.repeatEveryMs };
}

const starting = { target: 'waiting' as const, actions: ['start' as const, 'emitStarted' as const] };
const ending = { target: 'ended' as const, actions: ['end' as const, 'emitEnded' as const] };
const reported = [
  { guard: 'otherEpisode' as const },
  { guard: 'nobodyTold' as const, actions: ['emitNobodyFound' as const, 'hasten' as const] },
  { actions: ['emitNotified' as const] },
];
const refuseUnknown = { actions: { type: 'refuse' as const, params: { code: 'command/not-allowed' as const } } };

/**
 * Tells more and more people of an alarm that nobody has taken notice of. It names whom and when; who that is at that
 * time, and how they are reached, is found by those who follow its facts. The machine performs no effect.
 */
export const escalationMachine = setup({
  types: {
    context: {} as EscalationContext,
    events: {} as EscalationMachineEvent,
    emitted: {} as EscalationEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: EscalationRefused) => {},
    start: assign(({ event }) =>
      event.type === 'escalation.start'
        ? {
            episode: event.episode,
            severity: event.severity,
            branchId: event.branchId,
            policyId: event.policyId,
            plan: event.plan,
            raisedAt: event.raisedAt,
            startedAt: event.at,
            round: 0,
            step: 0,
            nextAt: event.at + event.plan.steps[0]!.afterMs,
            stepsTaken: 0,
            endedAt: undefined,
            ending: undefined,
          }
        : {},
    ),
    emitStarted: emit(({ context }) => ({
      type: 'escalation.started',
      episode: context.episode,
      severity: context.severity,
      branchId: context.branchId,
      policyId: context.policyId,
    })),
    emitStepReached: emit(({ context }) => ({
      type: 'escalation.stepReached',
      episode: context.episode,
      round: context.round,
      step: context.step,
    })),
    moveOn: assign(({ context, event }) => ({
      stepsTaken: context.stepsTaken + 1,
      ...(nextStep(context, event.at) ?? { nextAt: undefined }),
    })),
    beQuiet: assign(({ context, event }) => ({ nextAt: quietUntil(context.plan.quiet, context.severity, event.at) })),
    emitQuieted: emit(({ context }) => ({ type: 'escalation.quieted', until: context.nextAt ?? 0 })),
    emitNotified: emit(({ event }) =>
      event.type === 'escalation.report'
        ? {
            type: 'escalation.notified',
            round: event.round,
            step: event.step,
            told: event.told,
            unreachable: event.unreachable,
          }
        : { type: 'escalation.notified', round: 0, step: 0, told: [], unreachable: [] },
    ),
    emitNobodyFound: emit(({ event }) => ({
      type: 'escalation.nobodyFound',
      round: event.type === 'escalation.report' ? event.round : 0,
      step: event.type === 'escalation.report' ? event.step : 0,
      unreachable: event.type === 'escalation.report' ? event.unreachable : [],
    })),
    /** Only within the round: its end waits as it should, or a company without anybody would be asked without pause. */
    hasten: assign(({ context, event }) =>
      (event.type === 'escalation.hasten' || event.type === 'escalation.report') &&
      event.round === context.round &&
      event.step + 1 === context.step &&
      context.nextAt !== undefined
        ? { nextAt: Math.min(context.nextAt, event.at + HASTENED_MS) }
        : {},
    ),
    emitHastened: emit(({ event }) => ({
      type: 'escalation.hastened',
      round: event.type === 'escalation.hasten' ? event.round : 0,
      step: event.type === 'escalation.hasten' ? event.step : 0,
    })),
    hold: assign({ nextAt: undefined }),
    emitHeld: emit({ type: 'escalation.held' }),
    resume: assign(({ context, event }) => ({
      round: 0,
      step: 0,
      nextAt: event.at + (context.plan.steps[0]?.afterMs ?? 0),
    })),
    emitResumed: emit({ type: 'escalation.resumed' }),
    end: assign(({ event }) => ({
      nextAt: undefined,
      endedAt: event.at,
      ending: event.type === 'escalation.end' ? event.why : ('roundsDone' as const),
    })),
    emitEnded: emit(({ context }) => ({ type: 'escalation.ended', why: context.ending ?? 'roundsDone' })),
  },
  guards: {
    sameAlarm: ({ context, event }) =>
      event.type === 'escalation.start' &&
      event.episode === context.episode &&
      event.severity === context.severity &&
      event.branchId === context.branchId &&
      event.policyId === context.policyId,
    otherEpisode: ({ context, event }) => event.type === 'escalation.report' && event.episode !== context.episode,
    nobodyTold: ({ event }) => event.type === 'escalation.report' && event.told.length === 0,
    isPresentStep: ({ context, event }) =>
      event.type === 'escalation.hasten' && event.round === context.round && event.step + 1 === context.step,
    notDue: ({ context, event }) =>
      event.type === 'escalation.stepDue' && (context.nextAt === undefined || context.nextAt > event.due),
    inQuietHours: ({ context, event }) => quietUntil(context.plan.quiet, context.severity, event.at) !== undefined,
    /** All its rounds were gone through for this very alarm. */
    endedForGood: ({ context, event }) =>
      event.type === 'escalation.start' && event.episode === context.episode && context.ending === 'roundsDone',
    isLastStep: ({ context, event }) => nextStep(context, event.at) === undefined,
  },
}).createMachine({
  id: 'escalation',
  context: emptyContext,
  initial: 'absent',
  on: { '*': refuseUnknown },
  states: {
    absent: {
      on: {
        'escalation.start': starting,
        'escalation.hold': {},
        'escalation.end': {},
        'escalation.report': {},
        'escalation.hasten': {},
        'escalation.stepDue': {},
      },
    },
    waiting: {
      on: {
        'escalation.start': [{ guard: 'sameAlarm' }, starting],
        'escalation.stepDue': [
          { guard: 'notDue' },
          { guard: 'inQuietHours', actions: ['beQuiet', 'emitQuieted'] },
          { guard: 'isLastStep', target: 'ended', actions: ['emitStepReached', 'moveOn', 'end', 'emitEnded'] },
          { actions: ['emitStepReached', 'moveOn'] },
        ],
        'escalation.report': reported,
        'escalation.hasten': [{ guard: 'isPresentStep', actions: ['hasten', 'emitHastened'] }, {}],
        'escalation.hold': { target: 'held', actions: ['hold', 'emitHeld'] },
        'escalation.end': ending,
      },
    },
    held: {
      on: {
        'escalation.start': [{ guard: 'sameAlarm', target: 'waiting', actions: ['resume', 'emitResumed'] }, starting],
        'escalation.report': reported,
        'escalation.hold': {},
        'escalation.hasten': {},
        'escalation.stepDue': {},
        'escalation.end': ending,
      },
    },
    ended: {
      on: {
        // Also of the same episode: what was acknowledged by mistake, or became critical again.
        'escalation.start': [{ guard: 'endedForGood' }, starting],
        'escalation.report': reported,
        'escalation.hold': {},
        'escalation.hasten': {},
        'escalation.stepDue': {},
        'escalation.end': {},
      },
    },
  },
});
