import type { PoolClient } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { SampleChart, SampleQuery, SampleUnit } from '#shared/sample/chart.ts';
import type { SampleRetention } from '#shared/sample/retention.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { columnsOf } from './sampleColumns.ts';
import { readLastSamples, readRolledUntil, readSampleBuckets, type SampleBucket } from './sampleReadStore.ts';
import { spansOf, stepAtLeast } from './sampleSteps.ts';

export interface ChartRequest extends SampleQuery {
  readonly tenant: TenantId;
  readonly retention: SampleRetention;
  readonly unitOf: (metric: string) => SampleUnit;
}

const DAY_MS = 24 * 3_600_000;

/** The figures of one object as columns; reads as few rows as the width of the chart needs. */
export async function readChart(client: PoolClient, clock: Clock, request: ChartRequest): Promise<SampleChart> {
  const { tenant, object, metrics, from, to, points, retention, unitOf } = request;
  const until = (await readRolledUntil(client, tenant)) ?? { fiveUntil: 0, hourUntil: 0 };
  const now = clock.now();
  const spans = spansOf({ metrics, from, to, points, now, retention, until });
  const buckets: SampleBucket[] = [];
  for (const span of spans) buckets.push(...(await readSampleBuckets(client, tenant, object, span)));
  const columns = columnsOf(buckets, metrics, spans[0]?.stepMs ?? stepAtLeast((to - from) / points));
  const last = await readLastSamples(client, tenant, object, metrics, now - retention.rawDays * DAY_MS);
  return {
    at: columns.at.map((at) => at / 1000),
    series: metrics.map((metric) => ({
      metric,
      unit: unitOf(metric),
      ...columns.byMetric.get(metric)!,
      last: last.get(metric) ?? null,
    })),
    stepMs: columns.stepMs,
    from,
    to,
  };
}
