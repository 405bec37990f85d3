import type { Clock } from '#actors/system/clock.ts';
import { RADIUS_SAMPLES, radiusMetrics } from '#shared/radius/metrics.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Sample, SampleFeature } from '../../sample/sampleFeature.ts';
import type { RadiusHealth } from './radiusHealth.ts';

export interface RadiusSamplingOptions {
  readonly clock: Clock;
  readonly health: RadiusHealth;
  readonly samples: Pick<SampleFeature, 'sink' | 'access'>;
  readonly tenants: () => readonly TenantId[];
}

const EVERY_MS = 10_000;

/** Leaves each company's figures of its RADIUS where charts find them. */
export class RadiusSampling {
  readonly #options: RadiusSamplingOptions;
  #unlisten: (() => void) | undefined;
  #sampledAt = 0;

  constructor(options: RadiusSamplingOptions) {
    this.#options = options;
    options.samples.access.register(RADIUS_SAMPLES, {
      mayView: ({ tenant, permissions, branches }, id) =>
        permissions.has('radius.view') && branches === 'all' && String(id) === String(tenant),
      unitOf: (metric) => (metric === radiusMetrics.p99 ? 'milliseconds' : 'count'),
    });
  }

  start(): void {
    this.#unlisten = this.#options.health.onChange(() => this.#sample());
  }

  stop(): void {
    this.#unlisten?.();
  }

  #sample(): void {
    const { clock, health, samples, tenants } = this.#options;
    const stats = health.history.latest;
    const now = clock.now();
    if (!stats || now - this.#sampledAt < EVERY_MS) return;
    this.#sampledAt = now;
    for (const tenant of tenants()) samples.sink.record(this.#of(tenant, now, stats.latency?.p99));
  }

  #of(tenant: TenantId, at: number, p99: number | undefined): readonly Sample[] {
    const rows = this.#options.health.nasRows(tenant, 'all');
    const object = { kind: RADIUS_SAMPLES, id: ActorId.parse(tenant) };
    const total = (what: 'requests' | 'accepts' | 'rejects' | 'drops' | 'sessions'): number =>
      rows.reduce((sum, row) => sum + row[what], 0);
    const figures = (['requests', 'accepts', 'rejects', 'drops', 'sessions'] as const).map((metric) => ({
      metric: radiusMetrics[metric],
      value: total(metric),
    }));
    const all = p99 === undefined ? figures : [...figures, { metric: radiusMetrics.p99, value: p99 }];
    return all.map(({ metric, value }) => ({ tenant, object, metric, at, value }));
  }
}
