import { assign, fromEventObservable, fromPromise, setup } from 'xstate';
import { nasCauses } from '#shared/nas/causes.ts';
import { causeOf, nextReport, nothingTold, type NasAlarmReport, type ToldAlarms } from './nasAlarm.ts';
import { nextAttempt } from './nasBackoff.ts';
import type { NasFact, NasMessage } from './nasFacts.ts';
import { complaintAbout, POLLS_TO_DEGRADE, POLLS_TO_RECOVER } from './nasHealth.ts';
import type { NasStatus } from './nasPorts.ts';
import { troubleOf, type NasTroubleKind } from './nasTrouble.ts';

export interface NasInput {
  readonly name: string;
  readonly maintenance: boolean;
  /** Any number that differs between routers; spreads their attempts. */
  readonly seed: number;
  /** Away, or degraded, for this long raises an alarm. */
  readonly alarmAfterMs: number;
  /** Connected for this long counts as having come back for good. */
  readonly steadyAfterMs: number;
}

export interface NasContext extends NasInput {
  readonly trouble: NasTroubleKind | undefined;
  readonly error: string | undefined;
  readonly failures: number;
  readonly retryAfterMs: number | undefined;
  readonly resting: boolean;
  readonly badPolls: number;
  readonly goodPolls: number;
  readonly complaint: string | undefined;
  /** Present trouble or complaint has lasted long enough for an alarm. */
  readonly alarmDue: boolean;
  /** Neither connected nor failed yet in this run, or not for long enough to speak of. */
  readonly undecided: boolean;
  readonly told: ToldAlarms;
  readonly telling: NasAlarmReport | undefined;
  /** In state degraded: thresholds to leave it are lower than those to enter. */
  readonly degraded: boolean;
  readonly reboots: number;
  readonly unexpected: number;
  readonly lastReportError: string | undefined;
}

const RETRY_REPORT_MS = 5_000;

type Failed = { readonly error: unknown };

/** Pure: what is to be told to an alarm now. */
function reportFor(context: NasContext): NasAlarmReport | undefined {
  const { maintenance, alarmDue, trouble, error, complaint, told, name, undecided } = context;
  if (maintenance) return nextReport(told, undefined, false);
  if (alarmDue && trouble)
    return nextReport(told, { cause: causeOf(trouble), text: `${name}: ${error ?? 'not connected'}` }, false);
  if (alarmDue && complaint)
    return nextReport(told, { cause: nasCauses.degraded, text: `${name}: ${complaint}` }, false);
  return nextReport(told, undefined, undecided);
}

function statusOf(context: NasContext, state: NasStatus['state']): NasStatus {
  const { error, complaint, failures, retryAfterMs, resting, reboots } = context;
  const why = state === 'degraded' ? complaint : state === 'up' ? undefined : error;
  return { state, error: why, attempts: failures, retryAfterMs, resting, reboots };
}

function troubleState(trouble: NasTroubleKind | undefined): NasStatus['state'] {
  return trouble === 'authFailed' || trouble === 'untrusted' ? trouble : 'down';
}

/**
 * A router and its management connection. `link` is the connection; `alarms` brings the product's alarms about it in
 * line. Truth is on the device: after a restart it connects and learns again.
 */
export const nasMachine = setup({
  types: {
    context: {} as NasContext,
    events: {} as NasFact | NasMessage,
    input: {} as NasInput,
  },
  actors: {
    connect: fromPromise<void>(() => Promise.reject(new Error('port connect is not provided'))),
    watch: fromEventObservable<NasFact, undefined>(() => {
      throw new Error('port watch is not provided');
    }),
    report: fromPromise<void, NasAlarmReport>(() => Promise.reject(new Error('port report is not provided'))),
  },
  delays: {
    retryAfter: ({ context }) => context.retryAfterMs ?? 0,
    alarmAfter: ({ context }) =>
      context.trouble === 'authFailed' || context.trouble === 'untrusted' ? 0 : context.alarmAfterMs,
    degradedAfter: ({ context }) => context.alarmAfterMs,
    steadyAfter: ({ context }) => context.steadyAfterMs,
  },
  guards: {
    isDegraded: ({ context }) => context.badPolls >= POLLS_TO_DEGRADE,
    isWell: ({ context }) => context.goodPolls >= POLLS_TO_RECOVER,
    hasToTell: ({ context }) => reportFor(context) !== undefined,
  },
  actions: {
    /** Bound to the port: shows the state named. */
    show: (_, status: NasStatus) => void status,
    keepFailure: assign(({ context }, { error }: Failed) => {
      const { kind, words } = troubleOf(error);
      // Another kind of trouble is a new one: its back-off starts from the beginning.
      const failures = context.trouble === kind || context.trouble === undefined ? context.failures + 1 : 1;
      const { afterMs, resting } = nextAttempt(kind, failures, context.seed);
      return { trouble: kind, error: words, failures, retryAfterMs: afterMs, resting };
    }),
    attempting: assign({ retryAfterMs: undefined, resting: false }),
    connected: assign({
      trouble: undefined,
      error: undefined,
      retryAfterMs: undefined,
      resting: false,
      badPolls: 0,
      goodPolls: 0,
      complaint: undefined,
    }),
    /** Only now: one that comes and goes must not be tried as if it had just gone. */
    becomeSteady: assign({ failures: 0 }),
    judge: assign(({ context, event }) => {
      if (event.type !== 'nas.measured') return {};
      const { degraded } = context;
      const complaint = complaintAbout(event, degraded);
      return complaint === undefined
        ? { badPolls: 0, goodPolls: context.goodPolls + 1, ...(degraded ? {} : { complaint }) }
        : { badPolls: context.badPolls + 1, goodPolls: 0, complaint };
    }),
    countReboot: assign(({ context }) => ({ reboots: context.reboots + 1 })),
    becomeDegraded: assign({ degraded: true }),
    recover: assign({ degraded: false, complaint: undefined, badPolls: 0 }),
    alarmDue: assign({ alarmDue: true }),
    alarmOver: assign({ alarmDue: false }),
    decided: assign({ undecided: false }),
    undecide: assign({ undecided: true }),
    beginMaintenance: assign({ maintenance: true }),
    endMaintenance: assign({ maintenance: false }),
    beginTelling: assign(({ context }) => ({ telling: reportFor(context) })),
    keepTold: assign(({ context: { told, telling } }) =>
      telling ? { told: { ...told, [telling.cause]: telling.type === 'raise' ? 'raised' : 'cleared' } } : {},
    ),
    keepReportError: assign((_, { error }: Failed) => ({ lastReportError: troubleOf(error).words })),
    countUnexpected: assign(({ context }) => ({ unexpected: context.unexpected + 1 })),
  },
}).createMachine({
  id: 'nas',
  context: ({ input }) => ({
    ...input,
    trouble: undefined,
    error: undefined,
    failures: 0,
    retryAfterMs: undefined,
    resting: false,
    badPolls: 0,
    goodPolls: 0,
    complaint: undefined,
    alarmDue: false,
    undecided: true,
    told: nothingTold,
    telling: undefined,
    degraded: false,
    reboots: 0,
    unexpected: 0,
    lastReportError: undefined,
  }),
  type: 'parallel',
  on: {
    // The last word of a connection that has ended, and wishes that are fulfilled.
    'nas.measured': {},
    'nas.tryNow': {},
    'nas.rebooted': { actions: 'countReboot' },
    '*': { actions: 'countUnexpected' },
  },
  states: {
    link: {
      initial: 'connecting',
      states: {
        connecting: {
          entry: { type: 'show', params: ({ context }) => statusOf(context, 'connecting') },
          invoke: {
            src: 'connect',
            onDone: 'online',
            onError: {
              target: 'away',
              actions: { type: 'keepFailure', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        online: {
          entry: 'connected',
          exit: ['alarmOver'],
          invoke: {
            src: 'watch',
            onDone: {
              target: 'away',
              actions: { type: 'keepFailure', params: { error: new Error('watching ended') } },
            },
            onError: {
              target: 'away',
              actions: { type: 'keepFailure', params: ({ event }) => ({ error: event.error }) },
            },
          },
          after: { steadyAfter: { actions: ['becomeSteady'] } },
          initial: 'up',
          states: {
            up: {
              entry: ['decided', { type: 'show', params: ({ context }) => statusOf(context, 'up') }],
              always: { guard: 'isDegraded', target: 'degraded' },
              on: {
                'nas.measured': { actions: 'judge' },
                'nas.rebooted': {
                  actions: ['countReboot', { type: 'show', params: ({ context }) => statusOf(context, 'up') }],
                },
              },
            },
            degraded: {
              entry: ['becomeDegraded', { type: 'show', params: ({ context }) => statusOf(context, 'degraded') }],
              exit: ['alarmOver', 'recover'],
              after: { degradedAfter: { actions: 'alarmDue' } },
              always: { guard: 'isWell', target: 'up' },
              on: {
                'nas.measured': {
                  actions: ['judge', { type: 'show', params: ({ context }) => statusOf(context, 'degraded') }],
                },
              },
            },
          },
        },
        /** Not connected; tried again and again. */
        away: {
          entry: 'undecide',
          exit: ['alarmOver'],
          after: { alarmAfter: { actions: ['alarmDue', 'decided'] } },
          initial: 'waiting',
          states: {
            waiting: {
              entry: { type: 'show', params: ({ context }) => statusOf(context, troubleState(context.trouble)) },
              after: { retryAfter: 'trying' },
              on: { 'nas.tryNow': 'trying' },
            },
            trying: {
              entry: [
                'attempting',
                { type: 'show', params: ({ context }) => statusOf(context, troubleState(context.trouble)) },
              ],
              invoke: {
                src: 'connect',
                onDone: '#nas.link.online',
                onError: {
                  target: 'waiting',
                  actions: { type: 'keepFailure', params: ({ event }) => ({ error: event.error }) },
                },
              },
            },
          },
        },
      },
    },
    alarms: {
      initial: 'inLine',
      states: {
        inLine: { always: { guard: 'hasToTell', target: 'telling' } },
        telling: {
          entry: 'beginTelling',
          invoke: {
            src: 'report',
            input: ({ context }) => context.telling!,
            onDone: { target: 'inLine', actions: 'keepTold' },
            onError: {
              target: 'tellingLater',
              actions: { type: 'keepReportError', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        tellingLater: { after: { [RETRY_REPORT_MS]: 'inLine' } },
      },
    },
    announced: {
      initial: 'working',
      states: {
        working: {
          on: {
            'nas.maintenanceBegan': { actions: 'beginMaintenance' },
            'nas.maintenanceEnded': { actions: 'endMaintenance' },
          },
        },
      },
    },
  },
});
