import type { PoolClient } from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import type { PendingRow } from './pendingSamples.ts';
import type { SampledObject } from './sampleSink.ts';
import { sampleMetricNumbers, sampleObjectNumbers, type SampleRow } from './sampleWriteStore.ts';

const MOST_KNOWN = 500_000;

/** Remembers the numbers that objects and metrics have in the tables, so that a batch costs no look-up. */
export class SampleNumbers {
  readonly #known = new Map<string, number>();

  /** Rows as the tables take them; asks the database for the numbers that are not known yet. */
  async rows(client: PoolClient, tenant: TenantId, pending: readonly PendingRow[]): Promise<readonly SampleRow[]> {
    const objects = new Map<string, SampledObject>();
    const metrics = new Set<string>();
    const objectOf = (name: string): number | undefined => this.#known.get(`${tenant}/object/${name}`);
    const metricOf = (name: string): number | undefined => this.#known.get(`${tenant}/metric/${name}`);
    for (const { object, figures } of pending) {
      if (objectOf(nameOf(object)) === undefined) objects.set(nameOf(object), object);
      for (const metric of figures.keys()) if (metricOf(metric) === undefined) metrics.add(metric);
    }
    // Kept apart until they are used: if the transaction fails, the numbers were never given.
    const newObjects = objects.size > 0 ? await sampleObjectNumbers(client, tenant, [...objects.values()]) : none;
    const newMetrics = metrics.size > 0 ? await sampleMetricNumbers(client, tenant, [...metrics]) : none;
    return pending.map(({ object, at, figures }) => ({
      object: (objectOf(nameOf(object)) ?? newObjects.get(nameOf(object)))!,
      at,
      metrics: [...figures.keys()].map((metric) => (metricOf(metric) ?? newMetrics.get(metric))!),
      vals: [...figures.values()],
    }));
  }

  /** After the commit of what {@link rows} answered. */
  learn(tenant: TenantId, pending: readonly PendingRow[], rows: readonly SampleRow[]): void {
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const [index, { object, figures }] of pending.entries()) {
      const row = rows[index]!;
      this.#known.set(`${tenant}/object/${nameOf(object)}`, row.object);
      for (const [place, metric] of [...figures.keys()].entries())
        this.#known.set(`${tenant}/metric/${metric}`, row.metrics[place]!);
    }
  }
}

const none: ReadonlyMap<string, number> = new Map();

function nameOf({ kind, id }: SampledObject): string {
  return `${kind}/${id}`;
}
