import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** How much later than asked the event loop got round to a timer. */
export interface EventLoopDelayReading {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface EventLoopDelay {
  start(): void;
  stop(): void;
  /** Over the last 15 to 30 s, however often it is read. */
  read(): EventLoopDelayReading;
}

const resolutionMs = 10;
const windowMs = 15_000;

/**
 * Two histograms run, the younger one started when the elder was a window old; reading always looks at the elder. So a
 * reading covers at least one window, and a second reader does not shorten what the first one sees.
 */
export function createEventLoopDelay(registry: Registry): EventLoopDelay {
  let elder = monitorEventLoopDelay({ resolution: resolutionMs });
  let younger = monitorEventLoopDelay({ resolution: resolutionMs });
  let rotation: NodeJS.Timeout | undefined;

  function rotate(): void {
    elder.reset();
    [elder, younger] = [younger, elder];
  }

  const delay: EventLoopDelay = {
    start() {
      if (rotation) return;
      elder.enable();
      younger.enable();
      rotation = setInterval(rotate, windowMs).unref();
    },
    stop() {
      clearInterval(rotation);
      rotation = undefined;
      elder.disable();
      younger.disable();
    },
    read: () => reading(elder),
  };
  registerGauge(registry, delay);
  return delay;
}

/** What Node records includes the timer's own 10 ms; an empty histogram answers 0 or NaN. */
function reading(histogram: ReturnType<typeof monitorEventLoopDelay>): EventLoopDelayReading {
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  if (histogram.count === 0) return { p50Ms: 0, p99Ms: 0, maxMs: 0 };
  return { p50Ms: late(histogram.percentile(50)), p99Ms: late(histogram.percentile(99)), maxMs: late(histogram.max) };
}

function registerGauge(registry: Registry, delay: EventLoopDelay): void {
  new Gauge({
    name: 'lastmile_event_loop_delay_seconds',
    help: 'How late the event loop runs timers, over the last 15 to 30 s.',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      const { p50Ms, p99Ms, maxMs } = delay.read();
      this.set({ quantile: '0.5' }, p50Ms / 1_000);
      this.set({ quantile: '0.99' }, p99Ms / 1_000);
      this.set({ quantile: '1' }, maxMs / 1_000);
    },
  });
}
