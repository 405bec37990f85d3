import { DEFAULT_SAMPLE_RETENTION } from '#shared/sample/retention.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { SampleAccess } from './sampleAccess.ts';
import { SampleAlarm } from './sampleAlarm.ts';
import { readChart } from './sampleCharts.ts';
import { SampleKeeper } from './sampleKeeper.ts';
import { registerSampleMetrics } from './sampleMetrics.ts';
import { SampleNumbers } from './sampleNumbers.ts';
import { readRetention } from './sampleRetentionStore.ts';
import { sampleRoutes } from './sampleRoutes.ts';
import type { SampledObject, SampleSink } from './sampleSink.ts';
import { SampleWriter } from './sampleWriter.ts';
import { insertSamples } from './sampleWriteStore.ts';

export type { SampledKind } from './sampleAccess.ts';
export type { Sample, SampledObject, SampleSink } from './sampleSink.ts';

/** Measured figures over time: where device features leave them, and charts of them. */
export interface SampleFeature extends Feature {
  readonly sink: SampleSink;
  /** Before the features start. */
  readonly access: SampleAccess;
  /** What was measured, averaged over steps at least `(to - from) / points` wide; steps without a figure are left out. */
  history(of: SampledHistory): Promise<readonly { readonly at: number; readonly mean: number }[]>;
}

export interface SampledHistory {
  readonly tenant: TenantId;
  readonly object: SampledObject;
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

export function createSampleFeature(context: FeatureContext): SampleFeature {
  const { database, clock, log, repeating, metrics, host, ask, tenants } = context;
  const numbers = new SampleNumbers();
  const access = new SampleAccess();
  const alarm = new SampleAlarm({
    clock,
    newId: host.newId,
    ask,
    onTrouble: (reply) => repeating.report('samples.alarm', 'error', { reply }, 'no alarm about lost samples'),
  });
  const writer = new SampleWriter({
    clock,
    async write(tenant, pending) {
      const rows = await inTenant(database.appPool, tenant, async (client) => {
        const numbered = await numbers.rows(client, tenant, pending);
        await insertSamples(client, tenant, numbered);
        return numbered;
      });
      numbers.learn(tenant, pending, rows);
    },
    onLost(tenant, count, error) {
      const why = error === undefined ? 'more came than could be written' : 'the database did not take them';
      repeating.report(`samples.lost.${tenant}`, 'error', { tenant, count, ...fieldsOf(error) }, 'samples are lost');
      alarm.lost(tenant, count, why);
    },
    onTrouble: (error) =>
      repeating.report('samples.write', 'warn', fieldsOf(error), 'samples can not be written; it is tried again'),
  });
  const keeper = new SampleKeeper({ database, clock, log, tenants });
  registerSampleMetrics(metrics.registry, { writer, keeper });
  return {
    name: 'samples',
    sink: writer,
    access,
    async history({ tenant, metric, ...of }) {
      const retention = (await database.tenantTx(tenant, readRetention)) ?? DEFAULT_SAMPLE_RETENTION;
      const request = { ...of, tenant, metrics: [metric], retention, unitOf: () => 'count' as const };
      const { at, series } = await inTenant(database.appPool, tenant, (client) => readChart(client, clock, request));
      return (series[0]?.mean ?? []).flatMap((mean, index) =>
        mean === null ? [] : [{ at: at[index]! * 1_000, mean }],
      );
    },
    routes: sampleRoutes({ database, clock, access }),
    async start() {
      await keeper.start();
      writer.start();
      for (const tenant of tenants()) alarm.over(tenant);
    },
    tenantAdded: (tenant: TenantId) => alarm.over(tenant),
    async stop() {
      await writer.stop();
      await keeper.stop();
      alarm.stop();
    },
  };
}

function fieldsOf(error: unknown): object {
  return error === undefined ? {} : { error: errorFields(error) };
}
