import { assign, emit, setup } from 'xstate';
import type { DeviceIntentCommand } from '#shared/deviceIntent/commands.ts';
import type { DeviceIntentRefusalCode } from '#shared/deviceIntent/errors.ts';
import type { DeviceIntentEvent } from '#shared/deviceIntent/events.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { DeviceIntentState } from './deviceIntentState.ts';

/** The state's name is the machine's, everything else its context. */
export type DeviceIntentContext = Omit<DeviceIntentState, 'state'>;

/** A command with who and when, as the machine sees it; `by` is undefined for the system. */
export type DeviceIntentMachineEvent = DeviceIntentCommand & { readonly at: number; readonly by: UserId | undefined };

export interface DeviceIntentRefused {
  readonly code: DeviceIntentRefusalCode | SystemRefusalCode;
}

/** Of an intent that was never asked for. */
export const emptyContext: DeviceIntentContext = {
  id: '' as DeviceIntentContext['id'],
  deviceKind: '',
  deviceId: '' as DeviceIntentContext['deviceId'],
  act: '',
  input: {},
  branchId: undefined,
  reason: undefined,
  requestedBy: undefined,
  requestedAt: 0,
  notAfter: undefined,
  beganAt: undefined,
  attempts: 0,
  baseline: undefined,
  retryAt: undefined,
  outcome: undefined,
  readAt: undefined,
  differences: [],
  endedAt: undefined,
};

const refused = (code: DeviceIntentRefused['code']) => ({ actions: { type: 'refuse' as const, params: { code } } });

/**
 * Something that must come to an end on a device: wanted → written → read back. It ends done or undone, or stands as
 * needing attention with the exact difference; a person retries or dismisses that. The machine performs no effect.
 */
export const deviceIntentMachine = setup({
  types: {
    context: {} as DeviceIntentContext,
    events: {} as DeviceIntentMachineEvent,
    emitted: {} as DeviceIntentEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: DeviceIntentRefused) => {},
    keepRequest: assign(({ event }) =>
      event.type === 'deviceIntent.request'
        ? {
            deviceKind: event.device.kind,
            deviceId: event.device.id,
            act: event.act,
            input: event.input,
            branchId: event.branchId,
            reason: event.reason,
            requestedBy: event.by,
            requestedAt: event.at,
            notAfter: event.notAfter,
          }
        : {},
    ),
    beginAtOnce: assign(({ event }) =>
      event.type === 'deviceIntent.request' ? { beganAt: event.at, attempts: 1, baseline: event.begun } : {},
    ),
    emitRequested: emit(({ context }) => ({
      type: 'deviceIntent.requested',
      device: { kind: context.deviceKind, id: context.deviceId },
      act: context.act,
      input: context.input,
      branchId: context.branchId,
      reason: context.reason,
    })),
    begin: assign(({ context, event }) =>
      event.type === 'deviceIntent.begin'
        ? {
            beganAt: context.beganAt ?? event.at,
            attempts: context.attempts + 1,
            // The first one stays: later ones would already show what was written.
            baseline: context.baseline ?? event.baseline,
            retryAt: undefined,
          }
        : {},
    ),
    emitBegan: emit(({ context }) => ({ type: 'deviceIntent.began', attempt: context.attempts })),
    wait: assign(({ event }) =>
      event.type === 'deviceIntent.wait' ? { outcome: event.why, retryAt: event.retryAt } : {},
    ),
    emitWaited: emit(({ context }) => ({
      type: 'deviceIntent.waited',
      why: context.outcome ?? '',
      retryAt: context.retryAt ?? 0,
    })),
    confirm: assign(({ event }) =>
      event.type === 'deviceIntent.confirm'
        ? { outcome: event.proof, readAt: event.readAt, endedAt: event.at, retryAt: undefined, differences: [] }
        : {},
    ),
    emitConfirmed: emit(({ context }) => ({
      type: 'deviceIntent.confirmed',
      proof: context.outcome ?? '',
      readAt: context.readAt ?? 0,
    })),
    undo: assign(({ event }) =>
      event.type === 'deviceIntent.undo'
        ? { outcome: event.why, readAt: event.readAt, endedAt: event.at, retryAt: undefined, differences: [] }
        : {},
    ),
    emitUndone: emit(({ context }) => ({
      type: 'deviceIntent.undone',
      why: context.outcome ?? '',
      readAt: context.readAt ?? 0,
    })),
    fail: assign(({ event }) =>
      event.type === 'deviceIntent.fail'
        ? { outcome: event.why, differences: event.differences, retryAt: undefined }
        : {},
    ),
    emitFailed: emit(({ context }) => ({
      type: 'deviceIntent.failed',
      why: context.outcome ?? '',
      differences: [...context.differences],
    })),
    askAgain: assign({ outcome: undefined, differences: [], retryAt: undefined }),
    emitRetried: emit({ type: 'deviceIntent.retried' }),
    end: assign(({ event }) => ({ endedAt: event.at, retryAt: undefined })),
    emitCancelled: emit({ type: 'deviceIntent.cancelled' }),
    emitExpired: emit({ type: 'deviceIntent.expired' }),
    emitDismissed: emit(({ event }) => ({
      type: 'deviceIntent.dismissed',
      reason: event.type === 'deviceIntent.dismiss' ? event.reason : '',
    })),
  },
  guards: {
    beginsAtOnce: ({ event }) => event.type === 'deviceIntent.request' && event.begun !== undefined,
    neverBegun: ({ context }) => context.baseline === undefined,
    waitsUnchanged: ({ context, event }) => event.type === 'deviceIntent.wait' && event.why === context.outcome,
    expiryIsDue: ({ context, event }) =>
      event.type === 'deviceIntent.expiryDue' &&
      context.baseline === undefined &&
      context.notAfter !== undefined &&
      context.notAfter <= event.due,
  },
}).createMachine({
  id: 'deviceIntent',
  context: emptyContext,
  initial: 'absent',
  on: { '*': refused('command/not-allowed') },
  states: {
    absent: {
      on: {
        'deviceIntent.request': [
          {
            guard: 'beginsAtOnce',
            target: 'running',
            actions: ['keepRequest', 'beginAtOnce', 'emitRequested', 'emitBegan'],
          },
          { target: 'requested', actions: ['keepRequest', 'emitRequested'] },
        ],
        'deviceIntent.expiryDue': {},
        '*': refused('actor/not-found'),
      },
    },
    requested: {
      on: {
        'deviceIntent.begin': { target: 'running', actions: ['begin', 'emitBegan'] },
        'deviceIntent.wait': { target: 'waiting', actions: ['wait', 'emitWaited'] },
        'deviceIntent.confirm': { target: 'done', actions: ['confirm', 'emitConfirmed'] },
        'deviceIntent.undo': { target: 'undone', actions: ['undo', 'emitUndone'] },
        'deviceIntent.fail': { target: 'needsAttention', actions: ['fail', 'emitFailed'] },
        'deviceIntent.cancel': [
          { guard: 'neverBegun', target: 'cancelled', actions: ['end', 'emitCancelled'] },
          refused('deviceIntent/running'),
        ],
        'deviceIntent.expiryDue': [{ guard: 'expiryIsDue', target: 'expired', actions: ['end', 'emitExpired'] }, {}],
        'deviceIntent.request': refused('deviceIntent/exists'),
      },
    },
    waiting: {
      on: {
        'deviceIntent.begin': { target: 'running', actions: ['begin', 'emitBegan'] },
        'deviceIntent.wait': [
          // Each retry of a device that stays away is not news.
          { guard: 'waitsUnchanged' },
          { actions: ['wait', 'emitWaited'] },
        ],
        'deviceIntent.confirm': { target: 'done', actions: ['confirm', 'emitConfirmed'] },
        'deviceIntent.undo': { target: 'undone', actions: ['undo', 'emitUndone'] },
        'deviceIntent.fail': { target: 'needsAttention', actions: ['fail', 'emitFailed'] },
        'deviceIntent.cancel': [
          { guard: 'neverBegun', target: 'cancelled', actions: ['end', 'emitCancelled'] },
          refused('deviceIntent/running'),
        ],
        'deviceIntent.expiryDue': [{ guard: 'expiryIsDue', target: 'expired', actions: ['end', 'emitExpired'] }, {}],
        'deviceIntent.request': refused('deviceIntent/exists'),
      },
    },
    running: {
      on: {
        // The one who carried it out is gone, and somebody else goes on.
        'deviceIntent.begin': { actions: ['begin', 'emitBegan'] },
        'deviceIntent.wait': { target: 'waiting', actions: ['wait', 'emitWaited'] },
        'deviceIntent.confirm': { target: 'done', actions: ['confirm', 'emitConfirmed'] },
        'deviceIntent.undo': { target: 'undone', actions: ['undo', 'emitUndone'] },
        'deviceIntent.fail': { target: 'needsAttention', actions: ['fail', 'emitFailed'] },
        'deviceIntent.cancel': refused('deviceIntent/running'),
        'deviceIntent.expiryDue': {},
        'deviceIntent.request': refused('deviceIntent/exists'),
      },
    },
    needsAttention: {
      on: {
        'deviceIntent.retry': { target: 'requested', actions: ['askAgain', 'emitRetried'] },
        'deviceIntent.dismiss': { target: 'dismissed', actions: ['end', 'emitDismissed'] },
        'deviceIntent.expiryDue': {},
        'deviceIntent.request': refused('deviceIntent/exists'),
      },
    },
    done: { on: { '*': refused('deviceIntent/ended'), 'deviceIntent.expiryDue': {} } },
    undone: { on: { '*': refused('deviceIntent/ended'), 'deviceIntent.expiryDue': {} } },
    cancelled: {
      on: { '*': refused('deviceIntent/ended'), 'deviceIntent.expiryDue': {} },
    },
    expired: { on: { '*': refused('deviceIntent/ended'), 'deviceIntent.expiryDue': {} } },
    dismissed: {
      on: { '*': refused('deviceIntent/ended'), 'deviceIntent.expiryDue': {} },
    },
  },
});
