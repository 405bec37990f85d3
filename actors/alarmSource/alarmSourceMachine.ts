import { assign, fromEventObservable, fromPromise, raise, setup } from 'xstate';
import type { AlarmSourceFact } from './alarmSourceFacts.ts';
import type { SourceSilence } from './alarmSourcePorts.ts';

export interface AlarmSourceInput {
  readonly name: string;
  readonly startedAt: number;
  /** Connected without a word for this long is silent; equipment sends heartbeats well within it. */
  readonly silentAfterMs: number;
  /** Waiting or silent for this long raises an alarm. */
  readonly alarmAfterMs: number;
}

export interface AlarmSourceContext extends AlarmSourceInput {
  readonly peer: string | undefined;
  readonly connections: number;
  readonly connectedAt: number | undefined;
  readonly lastHeardAt: number | undefined;
  /** Since when its state is unknown: unreachable is not offline. Undefined while it is heard. */
  readonly unknownSince: number | undefined;
  /** False once the alarm about its silence is known to be cleared; one may stand from an earlier run. */
  readonly alarmMayStand: boolean;
  readonly messages: number;
  readonly raised: number;
  readonly cleared: number;
  readonly refused: number;
  readonly disconnects: number;
  readonly resyncs: number;
  readonly unexpected: number;
  readonly lastRefusal: string | undefined;
  readonly lastDisconnect: string | undefined;
  readonly lastError: string | undefined;
}

export type AlarmSourceEvent =
  | AlarmSourceFact
  | { readonly type: 'presence.known' }
  | { readonly type: 'presence.unknown' };

const RETRY_MS = 5_000;
const RECEIVE_AGAIN_MS = 1_000;

function words(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown error';
}

/**
 * Equipment that reports alarms by itself. `link` is what the connection shows; `presence` keeps the product's own alarm
 * about a source nobody hears. Truth is on the device: after a restart it starts at waiting and learns again.
 */
export const alarmSourceMachine = setup({
  types: {
    context: {} as AlarmSourceContext,
    events: {} as AlarmSourceEvent,
    input: {} as AlarmSourceInput,
  },
  actors: {
    receive: fromEventObservable<AlarmSourceFact, undefined>(() => {
      throw new Error('port receive is not provided');
    }),
    report: fromPromise<void, SourceSilence>(() => Promise.reject(new Error('port report is not provided'))),
  },
  delays: {
    silentAfter: ({ context }) => context.silentAfterMs,
    alarmAfter: ({ context }) => context.alarmAfterMs,
  },
  guards: {
    isLastConnection: ({ event }) => event.type === 'source.disconnected' && event.remaining === 0,
    isUnknown: ({ context }) => context.unknownSince !== undefined,
    alarmMayStand: ({ context }) => context.alarmMayStand,
    isWord: ({ event }) => event.type === 'source.heard' && event.messages > 0,
  },
  actions: {
    keepConnection: assign(({ context, event }) =>
      event.type === 'source.connected'
        ? {
            peer: event.peer,
            connections: context.connections + 1,
            connectedAt: event.at,
            lastHeardAt: event.at,
            unknownSince: undefined,
          }
        : {},
    ),
    keepDisconnection: assign(({ context, event }) =>
      event.type === 'source.disconnected'
        ? { connections: event.remaining, disconnects: context.disconnects + 1, lastDisconnect: event.reason }
        : {},
    ),
    countHeard: assign(({ context, event }) =>
      event.type === 'source.heard'
        ? {
            lastHeardAt: event.messages > 0 ? event.at : context.lastHeardAt,
            messages: context.messages + event.messages,
            raised: context.raised + event.raised,
            cleared: context.cleared + event.cleared,
            refused: context.refused + event.refused,
            lastRefusal: event.lastRefusal ?? context.lastRefusal,
          }
        : {},
    ),
    countResync: assign(({ context, event }) =>
      event.type === 'source.resynced'
        ? { resyncs: context.resyncs + 1, cleared: context.cleared + event.cleared }
        : {},
    ),
    becomeKnown: assign({ unknownSince: undefined }),
    /** Of a silent connection: since its last word. */
    unknownSinceLastWord: assign(({ context }) => ({ unknownSince: context.lastHeardAt })),
    unknownSinceDisconnection: assign(({ context, event }) => ({
      unknownSince:
        context.unknownSince ??
        (event.type === 'source.disconnected' ? event.at : (context.lastHeardAt ?? context.startedAt)),
    })),
    alarmRaised: assign({ alarmMayStand: true }),
    alarmCleared: assign({ alarmMayStand: false }),
    keepError: assign((_, { error }: { readonly error: unknown }) => ({ lastError: words(error) })),
    /** The next receive tells of every connection again. */
    forgetConnections: assign({ connections: 0 }),
    countUnexpected: assign(({ context }) => ({ unexpected: context.unexpected + 1 })),
    tellKnown: raise({ type: 'presence.known' }),
    tellUnknown: raise({ type: 'presence.unknown' }),
  },
}).createMachine({
  id: 'alarmSource',
  context: ({ input }) => ({
    ...input,
    peer: undefined,
    connections: 0,
    connectedAt: undefined,
    lastHeardAt: undefined,
    unknownSince: input.startedAt,
    alarmMayStand: true,
    messages: 0,
    raised: 0,
    cleared: 0,
    refused: 0,
    disconnects: 0,
    resyncs: 0,
    unexpected: 0,
    lastRefusal: undefined,
    lastDisconnect: undefined,
    lastError: undefined,
  }),
  type: 'parallel',
  on: {
    'source.resynced': { actions: 'countResync' },
    'presence.known': {},
    'presence.unknown': {},
    '*': { actions: 'countUnexpected' },
  },
  states: {
    link: {
      initial: 'attached',
      states: {
        attached: {
          invoke: {
            src: 'receive',
            id: 'receive',
            onDone: 'detached',
            onError: {
              target: 'detached',
              actions: { type: 'keepError', params: ({ event }) => ({ error: event.error }) },
            },
          },
          initial: 'waiting',
          states: {
            waiting: {
              entry: 'tellUnknown',
              on: {
                'source.connected': { target: 'receiving', actions: 'keepConnection' },
                // Reports that were still under way when the connection ended.
                'source.heard': { actions: 'countHeard' },
              },
            },
            receiving: {
              entry: ['becomeKnown', 'tellKnown'],
              after: { silentAfter: { target: 'silent', actions: 'unknownSinceLastWord' } },
              on: {
                'source.connected': { target: 'receiving', reenter: true, actions: 'keepConnection' },
                'source.heard': [
                  { guard: 'isWord', target: 'receiving', reenter: true, actions: 'countHeard' },
                  { actions: 'countHeard' },
                ],
                'source.disconnected': [
                  {
                    guard: 'isLastConnection',
                    target: 'waiting',
                    actions: ['keepDisconnection', 'unknownSinceDisconnection'],
                  },
                  { actions: 'keepDisconnection' },
                ],
              },
            },
            silent: {
              entry: 'tellUnknown',
              on: {
                'source.connected': { target: 'receiving', actions: 'keepConnection' },
                'source.heard': [
                  { guard: 'isWord', target: 'receiving', actions: 'countHeard' },
                  { actions: 'countHeard' },
                ],
                'source.disconnected': [
                  {
                    guard: 'isLastConnection',
                    target: 'waiting',
                    actions: ['keepDisconnection', 'unknownSinceDisconnection'],
                  },
                  { actions: 'keepDisconnection' },
                ],
              },
            },
          },
        },
        /** Receiving itself failed; nothing that was taken is lost, the next attempt goes on with it. */
        detached: {
          entry: ['unknownSinceDisconnection', 'forgetConnections', 'tellUnknown'],
          after: { [RECEIVE_AGAIN_MS]: 'attached' },
        },
      },
    },
    presence: {
      initial: 'unheard',
      states: {
        unheard: {
          after: { alarmAfter: 'raising' },
          on: { 'presence.known': [{ guard: 'alarmMayStand', target: 'clearing' }, { target: 'heard' }] },
        },
        raising: {
          entry: 'alarmRaised',
          invoke: {
            src: 'report',
            input: ({ context }) => ({ type: 'raise', since: context.unknownSince ?? context.startedAt }),
            onDone: 'alarmed',
            onError: {
              target: 'raisingAgain',
              actions: { type: 'keepError', params: ({ event }) => ({ error: event.error }) },
            },
          },
          on: { 'presence.known': 'clearing' },
        },
        raisingAgain: {
          after: { [RETRY_MS]: 'raising' },
          on: { 'presence.known': 'clearing' },
        },
        alarmed: { on: { 'presence.known': 'clearing' } },
        clearing: {
          invoke: {
            src: 'report',
            input: ({ context }) => ({ type: 'clear', since: context.lastHeardAt ?? context.startedAt }),
            onDone: [
              { guard: 'isUnknown', target: 'unheard', actions: 'alarmCleared' },
              { target: 'heard', actions: 'alarmCleared' },
            ],
            onError: {
              target: 'clearingAgain',
              actions: { type: 'keepError', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        clearingAgain: {
          after: { [RETRY_MS]: 'clearing' },
        },
        heard: { on: { 'presence.unknown': 'unheard' } },
      },
    },
  },
});
