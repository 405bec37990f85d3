import { assign, emit, setup } from 'xstate';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import type { NoticeRefusalCode } from '#shared/notice/errors.ts';
import type { NoticeEvent } from '#shared/notice/events.ts';
import { MOST_TRIES, RETRY_AFTER_MS, SENDING_LEASE_MS, type NoticeRoute } from '#shared/notice/values.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { NoticeState } from './noticeState.ts';

/** The state's name is the machine's, everything else its context. */
export type NoticeContext = Omit<NoticeState, 'state'>;

/** A command with its time, as the machine sees it. */
export type NoticeMachineEvent = NoticeCommand & { readonly at: number };

export interface NoticeRefused {
  readonly code: NoticeRefusalCode | SystemRefusalCode;
}

/** Of a notice that nobody asked for. */
export const emptyContext: NoticeContext = {
  id: '' as NoticeContext['id'],
  subjectKind: 'alarm',
  subjectId: '',
  userId: undefined,
  routes: [],
  route: 0,
  title: '',
  text: '',
  severity: undefined,
  branchId: undefined,
  round: undefined,
  step: undefined,
  attempts: 0,
  tries: 0,
  requestedAt: 0,
  retryAt: undefined,
  leaseUntil: undefined,
  deliveredAt: undefined,
  shownAt: undefined,
  seenAt: undefined,
  cancelledAt: undefined,
  endedAt: undefined,
  outcome: undefined,
};

const SILENT = 'the sender ended without saying what became of it';

const presentRoute = ({ routes, route }: NoticeContext): NoticeRoute => routes[route]!;
const refused = (code: NoticeRefused['code']): { actions: { type: 'refuse'; params: NoticeRefused } } => ({
  actions: { type: 'refuse', params: { code } },
});
const whyOf = (event: NoticeMachineEvent): string => (event.type === 'notice.fail' ? event.why : SILENT);
const retryAtOf = ({ tries }: NoticeContext, at: number): number =>
  at + RETRY_AFTER_MS[Math.min(tries, RETRY_AFTER_MS.length) - 1]!;

/** What every failed attempt goes through: again on the same way, then the next way, then no way is left. */
const afterFailure = [
  {
    guard: 'wasCancelled' as const,
    target: 'cancelled' as const,
    actions: ['emitAttemptFailed' as const, 'noteFailure' as const, 'end' as const, 'emitCancelled' as const],
  },
  {
    guard: 'mayRetry' as const,
    target: 'queued' as const,
    actions: ['emitRetry' as const, 'noteFailure' as const, 'queue' as const],
  },
  {
    guard: 'hasNextRoute' as const,
    target: 'sending' as const,
    reenter: true,
    actions: [
      'emitAttemptFailed' as const,
      'noteFailure' as const,
      'takeNextRoute' as const,
      'attempt' as const,
      'emitAttempted' as const,
    ],
  },
  {
    target: 'failed' as const,
    actions: ['emitAttemptFailed' as const, 'noteFailure' as const, 'end' as const, 'emitFailed' as const],
  },
];

const opened = { target: 'seen' as const, actions: ['open' as const, 'emitSeen' as const] };

/**
 * One message to one person (or team) on its way: attempt → delivered → seen, again after a failure, another way when
 * one is exhausted. The machine performs no effect: `notice.attempted` tells the sender to send.
 */
export const noticeMachine = setup({
  types: {
    context: {} as NoticeContext,
    events: {} as NoticeMachineEvent,
    emitted: {} as NoticeEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: NoticeRefused) => {},
    keepRequest: assign(({ event }) =>
      event.type === 'notice.send'
        ? {
            subjectKind: event.subject.kind,
            subjectId: event.subject.id,
            userId: event.userId,
            routes: event.routes,
            title: event.title,
            text: event.text,
            severity: event.severity,
            branchId: event.branchId,
            round: event.round,
            step: event.step,
            requestedAt: event.at,
          }
        : {},
    ),
    emitRequested: emit(({ context }) => ({
      type: 'notice.requested',
      subject: { kind: context.subjectKind, id: context.subjectId },
      userId: context.userId,
      routes: [...context.routes],
      branchId: context.branchId,
      round: context.round,
      step: context.step,
    })),
    attempt: assign(({ context, event }) => ({
      attempts: context.attempts + 1,
      tries: context.tries + 1,
      leaseUntil: event.at + SENDING_LEASE_MS,
      retryAt: undefined,
    })),
    emitAttempted: emit(({ context }) => ({
      type: 'notice.attempted',
      attempt: context.attempts,
      route: presentRoute(context),
    })),
    noteFailure: assign(({ event }) => ({ outcome: whyOf(event), leaseUntil: undefined })),
    queue: assign(({ context, event }) => ({ retryAt: retryAtOf(context, event.at) })),
    emitRetry: emit(({ context, event }) => ({
      type: 'notice.attemptFailed',
      attempt: context.attempts,
      route: presentRoute(context),
      why: whyOf(event),
      retryAt: retryAtOf(context, event.at),
    })),
    emitAttemptFailed: emit(({ context, event }) => ({
      type: 'notice.attemptFailed',
      attempt: context.attempts,
      route: presentRoute(context),
      why: whyOf(event),
    })),
    takeNextRoute: assign(({ context }) => ({ route: context.route + 1, tries: 0 })),
    deliver: assign(({ event }) => ({
      deliveredAt: event.at,
      outcome: event.type === 'notice.accept' ? event.proof : undefined,
      leaseUntil: undefined,
      retryAt: undefined,
      endedAt: event.at,
    })),
    emitDelivered: emit(({ context, event }) => ({
      type: 'notice.delivered',
      attempt: context.attempts,
      route: presentRoute(context),
      proof: event.type === 'notice.accept' ? event.proof : '',
    })),
    show: assign(({ event }) => ({ shownAt: event.at })),
    emitShown: emit({ type: 'notice.shown' }),
    open: assign(({ context, event }) => ({
      seenAt: event.at,
      deliveredAt: context.deliveredAt ?? event.at,
      endedAt: context.endedAt ?? event.at,
      leaseUntil: undefined,
      retryAt: undefined,
    })),
    emitSeen: emit({ type: 'notice.seen' }),
    end: assign(({ event }) => ({ endedAt: event.at, retryAt: undefined, leaseUntil: undefined })),
    emitFailed: emit(({ context }) => ({ type: 'notice.failed', why: context.outcome ?? '' })),
    cancelLater: assign(({ event }) => ({ cancelledAt: event.at })),
    emitCalledOff: emit({ type: 'notice.calledOff' }),
    emitCancelled: emit({ type: 'notice.cancelled' }),
  },
  guards: {
    otherAttempt: ({ context, event }) => event.type === 'notice.fail' && event.attempt !== context.attempts,
    wasCancelled: ({ context }) => context.cancelledAt !== undefined,
    mayRetry: ({ context, event }) => (event.type !== 'notice.fail' || event.retry) && context.tries < MOST_TRIES,
    hasNextRoute: ({ context }) => context.route + 1 < context.routes.length,
    notYetShown: ({ context }) => context.shownAt === undefined,
    retryIsDue: ({ context, event }) =>
      event.type === 'notice.retryDue' && context.retryAt !== undefined && context.retryAt <= event.due,
    leaseIsNotOver: ({ context, event }) =>
      event.type === 'notice.leaseDue' && (context.leaseUntil === undefined || context.leaseUntil > event.due),
  },
}).createMachine({
  id: 'notice',
  context: emptyContext,
  initial: 'absent',
  on: { '*': refused('command/not-allowed'), 'notice.retryDue': {}, 'notice.leaseDue': {}, 'notice.cancel': {} },
  states: {
    absent: {
      on: {
        'notice.send': {
          target: 'sending',
          actions: ['keepRequest', 'emitRequested', 'attempt', 'emitAttempted'],
        },
        'notice.retryDue': {},
        'notice.leaseDue': {},
        '*': refused('actor/not-found'),
      },
    },
    sending: {
      on: {
        'notice.send': refused('notice/exists'),
        // Also of an earlier attempt: whichever arrived, the person has it.
        'notice.accept': { target: 'delivered', actions: ['deliver', 'emitDelivered'] },
        'notice.fail': [{ guard: 'otherAttempt' as const, ...refused('notice/other-attempt') }, ...afterFailure],
        // A lease that ran out is a failure without a word.
        'notice.leaseDue': [{ guard: 'leaseIsNotOver' }, ...afterFailure],
        'notice.show': [{ guard: 'notYetShown', actions: ['show', 'emitShown'] }, {}],
        'notice.open': opened,
        'notice.cancel': { actions: ['cancelLater', 'emitCalledOff'] },
      },
    },
    queued: {
      on: {
        'notice.send': refused('notice/exists'),
        'notice.retryDue': [{ guard: 'retryIsDue', target: 'sending', actions: ['attempt', 'emitAttempted'] }, {}],
        'notice.accept': { target: 'delivered', actions: ['deliver', 'emitDelivered'] },
        'notice.fail': refused('notice/other-attempt'),
        'notice.show': [{ guard: 'notYetShown', actions: ['show', 'emitShown'] }, {}],
        'notice.open': opened,
        'notice.cancel': { target: 'cancelled', actions: ['end', 'emitCancelled'] },
      },
    },
    delivered: {
      on: {
        'notice.show': [{ guard: 'notYetShown', actions: ['show', 'emitShown'] }, {}],
        'notice.open': opened,
        'notice.accept': {},
        '*': refused('notice/ended'),
      },
    },
    seen: {
      on: { 'notice.open': {}, 'notice.show': {}, 'notice.accept': {}, '*': refused('notice/ended') },
    },
    failed: { on: { 'notice.open': opened, '*': refused('notice/ended') } },
    cancelled: { on: { 'notice.open': opened, '*': refused('notice/ended') } },
  },
});
