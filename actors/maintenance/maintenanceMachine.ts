import { assign, emit, setup } from 'xstate';
import type { MaintenanceCommand, MaintenancePlan } from '#shared/maintenance/commands.ts';
import type { MaintenanceRefusalCode } from '#shared/maintenance/errors.ts';
import type { MaintenanceEvent } from '#shared/maintenance/events.ts';
import { LONGEST_WINDOW_MS } from '#shared/maintenance/values.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { MaintenanceState } from './maintenanceState.ts';

/** The state's name is the machine's, everything else its context. */
export type MaintenanceContext = Omit<MaintenanceState, 'state'>;

/** A command with who and when, as the machine sees it; `by` is undefined for the system. */
export type MaintenanceMachineEvent = MaintenanceCommand & { readonly at: number; readonly by: UserId | undefined };

export interface MaintenanceRefused {
  readonly code: MaintenanceRefusalCode | SystemRefusalCode;
}

/** Of a window that was never planned. */
export const emptyContext: MaintenanceContext = {
  id: '' as MaintenanceContext['id'],
  title: '',
  reason: '',
  impact: '',
  branchId: undefined,
  scope: [],
  ownerId: undefined,
  plannedBy: undefined,
  plannedAt: 0,
  fromAt: 0,
  toAt: 0,
  firstToAt: 0,
  notices: [],
  told: [],
  startedAt: undefined,
  startedBy: undefined,
  overranAt: undefined,
  endedAt: undefined,
  endedBy: undefined,
  outcome: undefined,
  affected: undefined,
  report: undefined,
};

/** The last of them; what was told is evidence for months, not an endless list. */
const MOST_TOLD = 1000;

const refused = (code: MaintenanceRefused['code']) => ({ actions: { type: 'refuse' as const, params: { code } } });

function planOf(event: MaintenanceMachineEvent): MaintenancePlan | undefined {
  return event.type === 'maintenance.plan' || event.type === 'maintenance.change' ? event : undefined;
}

function planned(plan: MaintenancePlan): Partial<MaintenanceContext> {
  return {
    title: plan.title,
    reason: plan.reason,
    impact: plan.impact,
    branchId: plan.branchId,
    scope: plan.scope,
    fromAt: plan.from,
    toAt: plan.to,
    firstToAt: plan.to,
    notices: plan.notices.toSorted((a, b) => b.beforeMs - a.beforeMs).map((notice) => ({ ...notice, given: false })),
  };
}

function planFacts(context: MaintenanceContext) {
  return {
    title: context.title,
    branchId: context.branchId,
    scope: [...context.scope],
    from: context.fromAt,
    to: context.toAt,
    notices: context.notices.map(({ beforeMs, to }) => ({ beforeMs, to })),
  };
}

const wrongTimes = [
  { guard: 'endsBeforeStart' as const, ...refused('maintenance/end-before-start') },
  { guard: 'endsInPast' as const, ...refused('maintenance/end-in-past') },
  { guard: 'tooLong' as const, ...refused('maintenance/too-long') },
];

const heard = {
  'maintenance.noticeDue': {},
  'maintenance.startDue': {},
  'maintenance.endDue': {},
  'maintenance.closeDue': {},
  'maintenance.told': { actions: ['keepTold' as const, 'emitTold' as const] },
};

const before = {
  ...heard,
  'maintenance.plan': refused('maintenance/exists'),
  'maintenance.change': [...wrongTimes, { target: 'planned', actions: ['change' as const, 'emitChanged' as const] }],
  'maintenance.noticeDue': [
    { guard: 'noticeIsDue' as const, target: 'announced', actions: ['give' as const, 'emitAnnounced' as const] },
    {},
  ],
  'maintenance.start': [
    { guard: 'alreadyPast' as const, ...refused('maintenance/end-in-past') },
    { target: 'running', actions: ['start' as const, 'emitStarted' as const] },
  ],
  'maintenance.startDue': [
    { guard: 'startIsDue' as const, target: 'running', actions: ['start' as const, 'emitStarted' as const] },
    {},
  ],
  'maintenance.cancel': { target: 'cancelled', actions: ['cancel' as const, 'emitCancelled' as const] },
  'maintenance.extend': refused('maintenance/not-running'),
  'maintenance.end': refused('maintenance/not-running'),
};

const during = {
  ...heard,
  'maintenance.plan': refused('maintenance/exists'),
  'maintenance.change': refused('maintenance/running'),
  'maintenance.cancel': refused('maintenance/running'),
  'maintenance.start': refused('maintenance/running'),
  'maintenance.resolve': { actions: ['keepAffected' as const, 'emitResolved' as const] },
  'maintenance.extend': [
    { guard: 'extensionNotLater' as const, ...refused('maintenance/not-later') },
    { guard: 'extensionInPast' as const, ...refused('maintenance/end-in-past') },
    { guard: 'extensionTooLong' as const, ...refused('maintenance/too-long') },
    { target: 'running', actions: ['emitExtended' as const, 'extend' as const] },
  ],
  'maintenance.end': { target: 'ended', actions: ['end' as const, 'emitEnded' as const] },
};

const take = [
  { guard: 'byOwner' as const, ...refused('maintenance/already-yours') },
  { actions: ['emitTaken' as const, 'take' as const] },
];

const over = {
  ...heard,
  'maintenance.plan': refused('maintenance/exists'),
  '*': refused('maintenance/over'),
};

/**
 * A window in which things may be down: planned → announced → running → (overrun) → ended, or cancelled before it began.
 * The machine performs no effect: shelving alarms and telling people follow from its facts.
 */
export const maintenanceMachine = setup({
  types: {
    context: {} as MaintenanceContext,
    events: {} as MaintenanceMachineEvent,
    emitted: {} as MaintenanceEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: MaintenanceRefused) => {},
    plan: assign(({ event }) => {
      const plan = planOf(event);
      return plan ? { ...planned(plan), ownerId: event.by, plannedBy: event.by, plannedAt: event.at } : {};
    }),
    emitPlanned: emit(({ context }) => ({ type: 'maintenance.planned', ...planFacts(context) })),
    change: assign(({ event }) => {
      const plan = planOf(event);
      return plan ? planned(plan) : {};
    }),
    emitChanged: emit(({ context }) => ({ type: 'maintenance.changed', ...planFacts(context) })),
    give: assign(({ context, event }) =>
      event.type === 'maintenance.noticeDue'
        ? { notices: context.notices.map((one, n) => (n === event.notice ? { ...one, given: true } : one)) }
        : {},
    ),
    emitAnnounced: emit(({ context, event }) => ({
      type: 'maintenance.announced',
      notice: event.type === 'maintenance.noticeDue' ? event.notice : 0,
      to: [...((event.type === 'maintenance.noticeDue' ? context.notices[event.notice]?.to : undefined) ?? [])],
    })),
    keepTold: assign(({ context, event }) =>
      event.type === 'maintenance.told' ? { told: [...context.told, ...event.persons].slice(-MOST_TOLD) } : {},
    ),
    emitTold: emit(({ event }) => ({
      type: 'maintenance.told',
      persons: event.type === 'maintenance.told' ? event.persons : [],
    })),
    start: assign(({ event }) => ({ startedAt: event.at, startedBy: event.by })),
    emitStarted: emit(({ context, event }) => ({
      type: 'maintenance.started',
      early: event.at < context.fromAt,
      to: context.toAt,
    })),
    keepAffected: assign(({ event }) => (event.type === 'maintenance.resolve' ? { affected: event.affected } : {})),
    emitResolved: emit(({ context }) => ({ type: 'maintenance.resolved', total: context.affected?.total ?? 0 })),
    extend: assign(({ event }) =>
      event.type === 'maintenance.extend' ? { toAt: event.to, overranAt: undefined } : {},
    ),
    emitExtended: emit(({ context, event }) => ({
      type: 'maintenance.extended',
      from: context.toAt,
      to: event.type === 'maintenance.extend' ? event.to : context.toAt,
    })),
    overrun: assign(({ event }) => ({ overranAt: event.at })),
    emitOverran: emit({ type: 'maintenance.overran' }),
    take: assign(({ event }) => ({ ownerId: event.by })),
    emitTaken: emit(({ context }) => ({ type: 'maintenance.taken', from: context.ownerId })),
    end: assign(({ event }) => ({
      endedAt: event.at,
      endedBy: event.by,
      outcome: event.type === 'maintenance.end' ? event.note : undefined,
    })),
    emitEnded: emit(({ context, event }) => ({
      type: 'maintenance.ended',
      note: event.type === 'maintenance.end' ? event.note : undefined,
      overMs: Math.max(0, event.at - context.toAt),
    })),
    keepReport: assign(({ event }) => (event.type === 'maintenance.report' ? { report: event.report } : {})),
    emitReported: emit(({ context }) => ({
      type: 'maintenance.reported',
      notBack: context.report?.total ?? 0,
      alarmsShelved: context.report?.alarmsShelved ?? 0,
    })),
    cancel: assign(({ event }) => ({
      endedAt: event.at,
      endedBy: event.by,
      outcome: event.type === 'maintenance.cancel' ? event.reason : undefined,
    })),
    emitCancelled: emit(({ context }) => ({ type: 'maintenance.cancelled', reason: context.outcome ?? '' })),
  },
  guards: {
    endsBeforeStart: ({ event }) => {
      const plan = planOf(event);
      return plan !== undefined && plan.to <= plan.from;
    },
    endsInPast: ({ event }) => (planOf(event)?.to ?? Number.POSITIVE_INFINITY) <= event.at,
    tooLong: ({ event }) => {
      const plan = planOf(event);
      return plan !== undefined && plan.to - plan.from > LONGEST_WINDOW_MS;
    },
    alreadyPast: ({ context, event }) => context.toAt <= event.at,
    noticeIsDue: ({ context, event }) => {
      if (event.type !== 'maintenance.noticeDue') return false;
      const notice = context.notices[event.notice];
      return notice !== undefined && !notice.given && context.fromAt - notice.beforeMs <= event.due;
    },
    startIsDue: ({ context, event }) => event.type === 'maintenance.startDue' && context.fromAt <= event.due,
    endIsDue: ({ context, event }) => event.type === 'maintenance.endDue' && context.toAt <= event.due,
    closeIsDue: ({ context, event }) => event.type === 'maintenance.closeDue' && context.toAt <= event.due,
    extensionNotLater: ({ context, event }) => event.type === 'maintenance.extend' && event.to <= context.toAt,
    extensionInPast: ({ event }) => event.type === 'maintenance.extend' && event.to <= event.at,
    extensionTooLong: ({ context, event }) =>
      event.type === 'maintenance.extend' && event.to - (context.startedAt ?? context.fromAt) > LONGEST_WINDOW_MS,
    byOwner: ({ context, event }) => event.by !== undefined && event.by === context.ownerId,
  },
}).createMachine({
  id: 'maintenance',
  context: emptyContext,
  initial: 'absent',
  on: { '*': refused('command/not-allowed') },
  states: {
    absent: {
      on: {
        ...heard,
        'maintenance.told': refused('actor/not-found'),
        'maintenance.plan': [...wrongTimes, { target: 'planned', actions: ['plan', 'emitPlanned'] }],
        '*': refused('actor/not-found'),
      },
    },
    planned: { on: { ...before, 'maintenance.take': take } },
    announced: { on: { ...before, 'maintenance.take': take } },
    running: {
      on: {
        ...during,
        'maintenance.take': take,
        'maintenance.endDue': [{ guard: 'endIsDue', target: 'overrun', actions: ['overrun', 'emitOverran'] }, {}],
      },
    },
    overrun: {
      on: {
        ...during,
        'maintenance.take': take,
        'maintenance.closeDue': [{ guard: 'closeIsDue', target: 'ended', actions: ['end', 'emitEnded'] }, {}],
      },
    },
    ended: { on: { ...over, 'maintenance.report': { actions: ['keepReport', 'emitReported'] } } },
    cancelled: { on: over },
  },
});
