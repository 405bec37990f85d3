import type { Clock } from '#actors/system/clock.ts';
import type { HeartbeatView } from '#shared/onCall/view.ts';
import type { Logger } from '../platform/log/logger.ts';
import { describeFailure, sendOutbound } from '../platform/outbound/outboundRequest.ts';

export interface HeartbeatOptions {
  /** Of a service outside that alerts when it hears nothing; undefined: nobody watches from outside. */
  readonly url: string | undefined;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Why this server is not well, in words; undefined when it is. */
  readonly unwell: () => Promise<string | undefined>;
}

/** Tells somebody outside that this installation lives, and nothing while it is not well: silence is the alarm. */
export interface Heartbeat {
  state(): HeartbeatView;
  start(): void;
  stop(): void;
}

const ANSWER_WITHIN_MS = 10_000;

export function createHeartbeat({ url, everyMs, clock, log, unwell }: HeartbeatOptions): Heartbeat {
  let timer: unknown;
  let stopped = true;
  let state: HeartbeatView = {
    configured: url !== undefined,
    everyMs,
    // Path and query are as good as a key.
    ...(url === undefined ? {} : { host: new URL(url).host }),
  };

  async function beat(target: string): Promise<void> {
    const sickness = await unwell();
    if (sickness !== undefined) {
      state = { ...state, withheldAt: clock.now(), trouble: sickness };
      log.warn({ reason: sickness }, 'no heartbeat is sent, because this server is not well');
      return;
    }
    const sentAt = clock.now();
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const { status } = await sendOutbound({ method: 'GET', url: new URL(target), headers: {}, signal });
      const answered = status >= 200 && status < 300;
      state = {
        ...state,
        sentAt,
        ...(answered ? { answeredAt: clock.now(), trouble: undefined } : { trouble: `HTTP ${status}` }),
      };
    } catch (error) {
      state = { ...state, sentAt, trouble: describeFailure(error) };
    }
    if (state.trouble !== undefined)
      log.warn({ host: state.host, reason: state.trouble }, 'the heartbeat was not taken');
  }

  async function run(target: string): Promise<void> {
    await beat(target);
    if (!stopped) timer = clock.setTimeout(() => void run(target), everyMs);
  }

  return {
    state: () => state,
    start() {
      if (url === undefined || !stopped) return;
      stopped = false;
      void run(url);
    },
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
    },
  };
}
