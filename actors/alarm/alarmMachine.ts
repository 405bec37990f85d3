import { assign, emit, setup } from 'xstate';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { AlarmRefusalCode } from '#shared/alarm/errors.ts';
import type { AlarmEvent } from '#shared/alarm/events.ts';
import { LONGEST_SHELVING_MS } from '#shared/alarm/values.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { AlarmState } from './alarmState.ts';

/** The state's name is the machine's, everything else its context. */
export type AlarmContext = Omit<AlarmState, 'state'>;

/** A command with who and when, as the machine sees it; `by` is undefined for the system. */
export type AlarmMachineEvent = AlarmCommand & { readonly at: number; readonly by: UserId | undefined };

export interface AlarmRefused {
  readonly code: AlarmRefusalCode | SystemRefusalCode;
  readonly by?: UserId | undefined;
  readonly at?: number | undefined;
}

/** Of an alarm that was never raised. */
export const emptyContext: AlarmContext = {
  id: '' as AlarmContext['id'],
  source: '',
  cause: '',
  text: '',
  severity: 'indeterminate',
  branchId: undefined,
  episode: 0,
  occurrences: 0,
  raisedAt: 0,
  lastOccurredAt: 0,
  acknowledgedAt: undefined,
  acknowledgedBy: undefined,
  claimedAt: undefined,
  claimedBy: undefined,
  shelvedUntil: undefined,
  shelvedBy: undefined,
  shelvedReason: undefined,
  shelvedFor: undefined,
  clearedAt: undefined,
  clearedBy: undefined,
  comments: 0,
};

/** The column's largest value; a cause that flaps for months is not counted further. */
const MOST_OCCURRENCES = 2_147_483_647;

const unacknowledged = { acknowledgedAt: undefined, acknowledgedBy: undefined } as const;
const unclaimed = { claimedAt: undefined, claimedBy: undefined } as const;
const unshelved = {
  shelvedUntil: undefined,
  shelvedBy: undefined,
  shelvedReason: undefined,
  shelvedFor: undefined,
} as const;
const uncleared = { clearedAt: undefined, clearedBy: undefined } as const;

function isDue(context: AlarmContext, event: AlarmMachineEvent): boolean {
  return (
    event.type === 'alarm.shelvingExpired' && context.shelvedUntil !== undefined && context.shelvedUntil <= event.due
  );
}

/**
 * One alarm per source and cause: raised → acknowledged → claimed → shelved → cleared, and raised again when the
 * cause returns. The machine performs no effect: it emits facts, or names the refusal.
 */
export const alarmMachine = setup({
  types: {
    context: {} as AlarmContext,
    events: {} as AlarmMachineEvent,
    emitted: {} as AlarmEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: AlarmRefused) => {},
    startEpisode: assign(({ context, event }) =>
      event.type === 'alarm.raise'
        ? {
            source: event.source,
            cause: event.cause,
            severity: event.severity,
            text: event.text,
            branchId: event.branchId,
            episode: context.episode + 1,
            occurrences: Math.min(event.occurrences, MOST_OCCURRENCES),
            raisedAt: event.at,
            lastOccurredAt: event.at,
            ...unacknowledged,
            ...unclaimed,
            ...unshelved,
            ...uncleared,
          }
        : {},
    ),
    emitRaised: emit(({ context }) => ({
      type: 'alarm.raised',
      source: context.source,
      cause: context.cause,
      severity: context.severity,
      text: context.text,
      branchId: context.branchId,
      episode: context.episode,
      occurrences: context.occurrences,
    })),
    countOccurrence: assign(({ context, event }) =>
      event.type === 'alarm.raise'
        ? {
            occurrences: Math.min(context.occurrences + event.occurrences, MOST_OCCURRENCES),
            lastOccurredAt: event.at,
            text: event.text,
          }
        : {},
    ),
    changeSeverity: assign(({ context, event }) => ({
      severity: event.type === 'alarm.raise' ? event.severity : context.severity,
    })),
    emitSeverityChanged: emit(({ context, event }) => ({
      type: 'alarm.severityChanged',
      from: context.severity,
      to: event.type === 'alarm.raise' ? event.severity : context.severity,
    })),
    emitRepeated: emit(({ event }) => ({
      type: 'alarm.repeated',
      occurrences: event.type === 'alarm.raise' ? event.occurrences : 1,
    })),
    acknowledge: assign(({ event }) => ({ acknowledgedAt: event.at, acknowledgedBy: event.by })),
    emitAcknowledged: emit({ type: 'alarm.acknowledged' }),
    claim: assign(({ event }) => ({ claimedAt: event.at, claimedBy: event.by })),
    emitClaimed: emit({ type: 'alarm.claimed' }),
    emitTaken: emit(({ context }) => ({ type: 'alarm.taken', from: context.claimedBy! })),
    release: assign(unclaimed),
    emitReleased: emit({ type: 'alarm.released' }),
    shelve: assign(({ event }) =>
      event.type === 'alarm.shelve'
        ? { shelvedUntil: event.until, shelvedBy: event.by, shelvedReason: event.reason, shelvedFor: undefined }
        : {},
    ),
    suppress: assign(({ event }) =>
      event.type === 'alarm.suppress'
        ? {
            shelvedUntil: event.until,
            shelvedBy: undefined,
            shelvedReason: event.reason,
            shelvedFor: event.maintenanceId,
          }
        : {},
    ),
    emitShelved: emit(({ context }) => ({
      type: 'alarm.shelved',
      until: context.shelvedUntil ?? 0,
      reason: context.shelvedReason ?? '',
      ...(context.shelvedFor === undefined ? {} : { maintenanceId: context.shelvedFor }),
    })),
    unshelve: assign(unshelved),
    emitUnshelved: emit({ type: 'alarm.unshelved' }),
    emitLifted: emit(({ event }) => ({
      type: 'alarm.unshelved',
      ...(event.type === 'alarm.lift' ? { maintenanceId: event.maintenanceId } : {}),
    })),
    emitShelvingExpired: emit({ type: 'alarm.shelvingExpired' }),
    countComment: assign(({ context }) => ({ comments: context.comments + 1 })),
    emitCommented: emit(({ event }) => ({
      type: 'alarm.commented',
      text: event.type === 'alarm.comment' ? event.text : '',
    })),
    clear: assign(({ event }) => ({ clearedAt: event.at, clearedBy: event.by, ...unclaimed, ...unshelved })),
    emitCleared: emit(({ event }) => ({
      type: 'alarm.cleared',
      reason: event.type === 'alarm.clear' ? event.reason : undefined,
    })),
  },
  guards: {
    severityDiffers: ({ context, event }) => event.type === 'alarm.raise' && event.severity !== context.severity,
    byHolder: ({ context, event }) => event.by !== undefined && event.by === context.claimedBy,
    shelvingInPast: ({ event }) => event.type === 'alarm.shelve' && event.until <= event.at,
    shelvingTooLong: ({ event }) => event.type === 'alarm.shelve' && event.until > event.at + LONGEST_SHELVING_MS,
    shelvingIsDue: ({ context, event }) => isDue(context, event),
    suppressionInPast: ({ event }) => event.type === 'alarm.suppress' && event.until <= event.at,
    suppressionIsNews: ({ context, event }) =>
      event.type === 'alarm.suppress' &&
      context.shelvedFor !== undefined &&
      (context.shelvedFor !== event.maintenanceId || context.shelvedUntil !== event.until),
    notItsWindow: ({ context, event }) => event.type === 'alarm.lift' && context.shelvedFor !== event.maintenanceId,
    wasClaimed: ({ context }) => context.claimedBy !== undefined,
    wasAcknowledged: ({ context }) => context.acknowledgedAt !== undefined,
    dueAndWasClaimed: ({ context, event }) => isDue(context, event) && context.claimedBy !== undefined,
    dueAndWasAcknowledged: ({ context, event }) => isDue(context, event) && context.acknowledgedAt !== undefined,
  },
}).createMachine({
  id: 'alarm',
  context: emptyContext,
  initial: 'absent',
  on: { '*': { actions: { type: 'refuse', params: { code: 'command/not-allowed' } } } },
  states: {
    absent: {
      on: {
        'alarm.raise': { target: 'standing.raised', actions: ['startEpisode', 'emitRaised'] },
        'alarm.clear': {},
        'alarm.shelvingExpired': {},
        'alarm.suppress': {},
        'alarm.lift': {},
        '*': { actions: { type: 'refuse', params: { code: 'actor/not-found' } } },
      },
    },
    standing: {
      initial: 'raised',
      on: {
        'alarm.raise': [
          {
            guard: 'severityDiffers',
            actions: ['emitSeverityChanged', 'changeSeverity', 'countOccurrence', 'emitRepeated'],
          },
          { actions: ['countOccurrence', 'emitRepeated'] },
        ],
        'alarm.comment': { actions: ['countComment', 'emitCommented'] },
        'alarm.clear': { target: 'cleared', actions: ['clear', 'emitCleared'] },
        'alarm.unshelve': { actions: { type: 'refuse', params: { code: 'alarm/not-shelved' } } },
        'alarm.release': { actions: { type: 'refuse', params: { code: 'alarm/not-claimed-by-you' } } },
        'alarm.shelve': [
          { guard: 'shelvingInPast', actions: { type: 'refuse', params: { code: 'alarm/shelving-in-past' } } },
          { guard: 'shelvingTooLong', actions: { type: 'refuse', params: { code: 'alarm/shelving-too-long' } } },
          { target: '.shelved', actions: ['shelve', 'emitShelved'] },
        ],
        'alarm.shelvingExpired': {},
        'alarm.suppress': [
          { guard: 'suppressionInPast' },
          { target: '.shelved', actions: ['suppress', 'emitShelved'] },
        ],
        'alarm.lift': {},
      },
      states: {
        raised: {
          on: {
            'alarm.acknowledge': { target: 'acknowledged', actions: ['acknowledge', 'emitAcknowledged'] },
            'alarm.claim': {
              target: 'claimed',
              actions: ['acknowledge', 'emitAcknowledged', 'claim', 'emitClaimed'],
            },
            'alarm.take': {
              target: 'claimed',
              actions: ['acknowledge', 'emitAcknowledged', 'claim', 'emitClaimed'],
            },
          },
        },
        acknowledged: {
          on: {
            'alarm.acknowledge': {
              actions: {
                type: 'refuse',
                params: ({ context }) => ({
                  code: 'alarm/already-acknowledged',
                  by: context.acknowledgedBy,
                  at: context.acknowledgedAt,
                }),
              },
            },
            'alarm.claim': { target: 'claimed', actions: ['claim', 'emitClaimed'] },
            'alarm.take': { target: 'claimed', actions: ['claim', 'emitClaimed'] },
          },
        },
        claimed: {
          on: {
            'alarm.acknowledge': {
              actions: {
                type: 'refuse',
                params: ({ context }) => ({
                  code: 'alarm/already-acknowledged',
                  by: context.acknowledgedBy,
                  at: context.acknowledgedAt,
                }),
              },
            },
            'alarm.claim': [
              {
                guard: 'byHolder',
                actions: { type: 'refuse', params: { code: 'alarm/already-claimed' } },
              },
              {
                actions: {
                  type: 'refuse',
                  params: ({ context }) => ({
                    code: 'alarm/claimed-by-other',
                    by: context.claimedBy,
                    at: context.claimedAt,
                  }),
                },
              },
            ],
            'alarm.take': [
              {
                guard: 'byHolder',
                actions: { type: 'refuse', params: { code: 'alarm/already-claimed' } },
              },
              { actions: ['emitTaken', 'claim'] },
            ],
            'alarm.release': [
              { guard: 'byHolder', target: 'acknowledged', actions: ['release', 'emitReleased'] },
              {
                actions: {
                  type: 'refuse',
                  params: ({ context }) => ({
                    code: 'alarm/not-claimed-by-you',
                    by: context.claimedBy,
                    at: context.claimedAt,
                  }),
                },
              },
            ],
          },
        },
        shelved: {
          on: {
            'alarm.suppress': [{ guard: 'suppressionIsNews', actions: ['suppress', 'emitShelved'] }, {}],
            'alarm.lift': [
              { guard: 'notItsWindow' },
              { guard: 'wasClaimed', target: 'claimed', actions: ['unshelve', 'emitLifted'] },
              { guard: 'wasAcknowledged', target: 'acknowledged', actions: ['unshelve', 'emitLifted'] },
              { target: 'raised', actions: ['unshelve', 'emitLifted'] },
            ],
            'alarm.unshelve': [
              { guard: 'wasClaimed', target: 'claimed', actions: ['unshelve', 'emitUnshelved'] },
              { guard: 'wasAcknowledged', target: 'acknowledged', actions: ['unshelve', 'emitUnshelved'] },
              { target: 'raised', actions: ['unshelve', 'emitUnshelved'] },
            ],
            'alarm.shelvingExpired': [
              { guard: 'dueAndWasClaimed', target: 'claimed', actions: ['unshelve', 'emitShelvingExpired'] },
              { guard: 'dueAndWasAcknowledged', target: 'acknowledged', actions: ['unshelve', 'emitShelvingExpired'] },
              { guard: 'shelvingIsDue', target: 'raised', actions: ['unshelve', 'emitShelvingExpired'] },
              {},
            ],
          },
        },
      },
    },
    cleared: {
      on: {
        'alarm.raise': { target: 'standing.raised', actions: ['startEpisode', 'emitRaised'] },
        'alarm.comment': { actions: ['countComment', 'emitCommented'] },
        'alarm.clear': {},
        'alarm.shelvingExpired': {},
        'alarm.suppress': {},
        'alarm.lift': {},
        '*': { actions: { type: 'refuse', params: { code: 'alarm/cleared' } } },
      },
    },
  },
});
