import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the live server counts. Labels are view names, never tenants or users. */
export interface LiveMetrics {
  readonly sockets: Gauge;
  readonly views: Gauge;
  /** Frames encoded, each once for all its subscribers. */
  readonly frames: Counter;
  /** Frames times subscribers. */
  readonly deliveries: Counter;
  /** Seconds from the first change a frame carries to its sending. */
  readonly frameWait: Histogram;
  /** Sockets that left their views because too much was waiting for them. */
  readonly slowConsumers: Counter;
  readonly laggingSockets: Gauge;
  /** Bytes waiting for the socket for which most wait. */
  readonly mostBuffered: Gauge;
  /** Subscriptions opened: `resumed` with the missed frames, or with a `snapshot`. */
  readonly subscriptions: Counter<'how'>;
  /** Messages refused before they reached anything: `malformed`, `too-fast`, `origin`, `unauthenticated`. */
  readonly refused: Counter<'why'>;
  readonly viewFailures: Counter<'view'>;
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  return { ...connectionMetrics(registry), ...frameMetrics(registry) };
}

type ConnectionMetric = 'sockets' | 'slowConsumers' | 'laggingSockets' | 'mostBuffered' | 'subscriptions' | 'refused';

function connectionMetrics(registry: Registry): Pick<LiveMetrics, ConnectionMetric> {
  const registers = [registry];
  return {
    sockets: new Gauge({ name: 'lastmile_live_sockets', help: 'Connected screens.', registers }),
    slowConsumers: new Counter({
      name: 'lastmile_live_slow_consumers_total',
      help: 'Sockets moved to snapshots because too much was waiting for them.',
      registers,
    }),
    laggingSockets: new Gauge({
      name: 'lastmile_live_lagging_sockets',
      help: 'Sockets that are out of their views until they have drained.',
      registers,
    }),
    mostBuffered: new Gauge({
      name: 'lastmile_live_buffered_bytes_most',
      help: 'Bytes waiting for the socket for which most wait.',
      registers,
    }),
    subscriptions: new Counter({
      name: 'lastmile_live_subscriptions_total',
      help: 'Subscriptions opened, by how the client was brought up to date.',
      labelNames: ['how'],
      registers,
    }),
    refused: new Counter({
      name: 'lastmile_live_refused_total',
      help: 'Handshakes and messages refused at the edge.',
      labelNames: ['why'],
      registers,
    }),
  };
}

function frameMetrics(registry: Registry): Omit<LiveMetrics, ConnectionMetric> {
  const registers = [registry];
  return {
    views: new Gauge({ name: 'lastmile_live_views', help: 'Shared views open, watched or kept.', registers }),
    frames: new Counter({ name: 'lastmile_live_frames_total', help: 'Frames encoded.', registers }),
    deliveries: new Counter({
      name: 'lastmile_live_deliveries_total',
      help: 'Frames handed to sockets: frames times subscribers.',
      registers,
    }),
    frameWait: new Histogram({
      name: 'lastmile_live_frame_wait_seconds',
      help: 'From the first change a frame carries to its sending.',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    viewFailures: new Counter({
      name: 'lastmile_live_view_failures_total',
      help: 'Views that could not be opened or read.',
      labelNames: ['view'],
      registers,
    }),
  };
}
