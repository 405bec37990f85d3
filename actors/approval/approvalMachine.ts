import { assign, emit, setup } from 'xstate';
import type { ApprovalCommand } from '#shared/approval/commands.ts';
import type { ApprovalRefusalCode } from '#shared/approval/errors.ts';
import type { ApprovalEvent } from '#shared/approval/events.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { ApprovalState } from './approvalState.ts';

/** The state's name is the machine's, everything else its context. */
export type ApprovalContext = Omit<ApprovalState, 'state'>;

/** A command with who and when, as the machine sees it; `by` is undefined for the system. */
export type ApprovalMachineEvent = ApprovalCommand & { readonly at: number; readonly by: UserId | undefined };

export interface ApprovalRefused {
  readonly code: ApprovalRefusalCode | SystemRefusalCode;
}

/** Of a request that was never made. */
export const emptyContext: ApprovalContext = {
  id: '' as ApprovalContext['id'],
  act: '',
  permission: 'approval.decide',
  subjectKind: '',
  subjectId: '' as ApprovalContext['subjectId'],
  branchId: undefined,
  amount: 1,
  payload: {},
  subjectName: '',
  details: {},
  reason: '',
  requestedBy: '' as UserId,
  requestedAt: 0,
  expiresAt: 0,
  decidedBy: undefined,
  decidedAt: undefined,
  note: undefined,
  endedAt: undefined,
  outcome: undefined,
};

const refuse = (code: ApprovalRefused['code']) => ({ type: 'refuse', params: { code } }) as const;

/**
 * Someone asked, somebody else decides in time, and what was approved is carried out once. Only the machinery that carries
 * it out may say that it was done or can't be done any more.
 */
export const approvalMachine = setup({
  types: {
    context: {} as ApprovalContext,
    events: {} as ApprovalMachineEvent,
    emitted: {} as ApprovalEvent,
  },
  actions: {
    refuse: (_, _params: ApprovalRefused) => undefined,
    note: assign(({ context, event }) => {
      if (event.type !== 'approval.request' || event.by === undefined) return {};
      const { type: _type, at: requestedAt, by: requestedBy, ...asked } = event;
      return { ...asked, branchId: event.branchId, id: context.id, requestedBy, requestedAt };
    }),
    emitRequested: emit(({ context }) => {
      const { act, permission, subjectKind, subjectId, branchId, amount, payload, reason, expiresAt } = context;
      return {
        type: 'approval.requested',
        ...{ act, permission, subjectKind, subjectId, amount, payload, reason, expiresAt },
        ...(branchId === undefined ? {} : { branchId }),
      };
    }),
    decide: assign(({ event }) => ({
      decidedBy: event.by,
      decidedAt: event.at,
      note: event.type === 'approval.approve' || event.type === 'approval.decline' ? event.note : undefined,
    })),
    emitApproved: emit(({ context }) => ({ type: 'approval.approved', ...decision(context) })),
    emitDeclined: emit(({ context }) => ({ type: 'approval.declined', ...decision(context) })),
    emitWithdrawn: emit({ type: 'approval.withdrawn' }),
    emitExpired: emit({ type: 'approval.expired' }),
    end: assign(({ event }) => ({
      endedAt: event.at,
      outcome: event.type === 'approval.complete' || event.type === 'approval.fail' ? event.outcome : undefined,
    })),
    emitCarriedOut: emit(({ context: { act, outcome } }) => ({
      type: 'approval.carriedOut',
      act,
      ...(outcome === undefined ? {} : { outcome }),
    })),
    emitFailed: emit(({ context: { act, outcome } }) => ({ type: 'approval.failed', act, outcome: outcome ?? '' })),
  },
  guards: {
    byNobody: ({ event }) => event.by === undefined,
    bySomebody: ({ event }) => event.by !== undefined,
    byAsker: ({ context, event }) => event.by === context.requestedBy,
    // The deadline may be late; the decision is not.
    isOver: ({ context, event }) => event.at >= context.expiresAt,
    isDue: ({ context, event }) => event.type === 'approval.expiryDue' && event.due >= context.expiresAt,
  },
}).createMachine({
  id: 'approval',
  context: emptyContext,
  initial: 'absent',
  on: { '*': { actions: refuse('command/not-allowed') } },
  states: {
    absent: {
      on: {
        'approval.request': [
          { guard: 'byNobody', actions: refuse('command/not-permitted') },
          { target: 'requested', actions: ['note', 'emitRequested'] },
        ],
        'approval.expiryDue': {},
        '*': { actions: refuse('actor/not-found') },
      },
    },
    requested: {
      on: {
        'approval.approve': [
          { guard: 'byNobody', actions: refuse('command/not-permitted') },
          { guard: 'byAsker', actions: refuse('approval/own-request') },
          { guard: 'isOver', actions: refuse('approval/expired') },
          { target: 'approved', actions: ['decide', 'emitApproved'] },
        ],
        'approval.decline': [
          { guard: 'byNobody', actions: refuse('command/not-permitted') },
          { guard: 'byAsker', actions: refuse('approval/own-request') },
          { guard: 'isOver', actions: refuse('approval/expired') },
          { target: 'declined', actions: ['decide', 'end', 'emitDeclined'] },
        ],
        'approval.withdraw': [
          { guard: 'byAsker', target: 'withdrawn', actions: ['end', 'emitWithdrawn'] },
          { actions: refuse('approval/not-yours') },
        ],
        'approval.expiryDue': [{ guard: 'isDue', target: 'expired', actions: ['end', 'emitExpired'] }, {}],
      },
    },
    approved: {
      on: {
        'approval.complete': [
          { guard: 'bySomebody', actions: refuse('command/not-permitted') },
          { target: 'carriedOut', actions: ['end', 'emitCarriedOut'] },
        ],
        'approval.fail': [
          { guard: 'bySomebody', actions: refuse('command/not-permitted') },
          { target: 'failed', actions: ['end', 'emitFailed'] },
        ],
        'approval.expiryDue': {},
        '*': { actions: refuse('approval/decided') },
      },
    },
    declined: { on: { 'approval.expiryDue': {}, '*': { actions: refuse('approval/decided') } } },
    expired: { on: { 'approval.expiryDue': {}, '*': { actions: refuse('approval/expired') } } },
    withdrawn: { on: { 'approval.expiryDue': {}, '*': { actions: refuse('approval/decided') } } },
    carriedOut: { on: { 'approval.expiryDue': {}, '*': { actions: refuse('approval/decided') } } },
    failed: { on: { 'approval.expiryDue': {}, '*': { actions: refuse('approval/decided') } } },
  },
});

function decision({ requestedBy, note }: ApprovalContext): { requestedBy: UserId; note?: string } {
  return { requestedBy, ...(note === undefined ? {} : { note }) };
}
