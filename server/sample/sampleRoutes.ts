import type { Clock } from '#actors/system/clock.ts';
import { SampleChart, SampleMetrics, SampleMetricsQuery, SampleQuery, type SampleUnit } from '#shared/sample/chart.ts';
import { DEFAULT_SAMPLE_RETENTION, SampleRetention } from '#shared/sample/retention.ts';
import { ActorId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { SampleAccess, SampledKind } from './sampleAccess.ts';
import { readChart } from './sampleCharts.ts';
import { readMetricNames } from './sampleReadStore.ts';
import { readRetention, setRetention } from './sampleRetentionStore.ts';
import type { SampledObject } from './sampleSink.ts';

export interface SampleRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly access: SampleAccess;
}

const DAY_MS = 24 * 3_600_000;

/** `GET /api/samples`: figures for charts. `GET|PUT /api/samples/retention`: how long the company keeps them. */
export function sampleRoutes({ database, clock, access }: SampleRoutesOptions): Routes {
  const retentionOf = async (subject: Subject): Promise<SampleRetention> =>
    (await database.tenantTx(subject.tenant, readRetention)) ?? DEFAULT_SAMPLE_RETENTION;

  /** Whether it exists is told only to those who may see it. */
  async function viewable(subject: Subject, object: SampledObject): Promise<SampledKind> {
    const kind = access.of(object.kind);
    if (kind && (await kind.mayView(subject, object.id as ActorId))) return kind;
    throw new HttpProblem(404, 'sample/object-not-found', 'There is no such object, or it is not yours to see.');
  }

  return (app) => {
    app.get(
      '/api/samples',
      {
        schema: {
          summary: 'Samples of metrics over a time, rolled up as asked',
          querystring: SampleQuery,
          response: { 200: SampleChart },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { object } = request.query;
        const kind = await viewable(subject, object);
        const units = new Map(request.query.metrics.map((metric) => [metric, unitOf(kind, metric)]));
        const retention = await retentionOf(subject);
        const chart = {
          ...request.query,
          tenant: subject.tenant,
          retention,
          unitOf: (name: string) => units.get(name)!,
        };
        return await inTenant(database.appPool, subject.tenant, (client) => readChart(client, clock, chart));
      },
    );
    app.get(
      '/api/samples/metrics',
      {
        schema: {
          summary: 'Which metrics of an object are recorded',
          querystring: SampleMetricsQuery,
          response: { 200: SampleMetrics },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { object } = request.query;
        const kind = await viewable(subject, object);
        const names = await inTenant(database.appPool, subject.tenant, (client) =>
          readMetricNames(client, subject.tenant, object, clock.now() - 2 * DAY_MS),
        );
        return {
          metrics: names.flatMap((metric) => {
            const unit = kind.unitOf(metric);
            return unit ? [{ metric, unit }] : [];
          }),
        };
      },
    );
    app.get(
      '/api/samples/retention',
      { schema: { summary: 'How long samples are kept', response: { 200: SampleRetention } } },
      (request) => retentionOf(requireSubject(request)),
    );
    app.put(
      '/api/samples/retention',
      {
        config: { access: 'tenant.manage' },
        schema: {
          summary: 'Change how long samples are kept',
          body: SampleRetention,
          response: { 200: SampleRetention },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        await database.tenantTx(subject.tenant, async (tx) => {
          const before = (await readRetention(tx)) ?? DEFAULT_SAMPLE_RETENTION;
          await setRetention(tx, request.body);
          await recordAct(tx, {
            kind: 'tenant',
            id: ActorId.parse(subject.tenant),
            type: 'tenant.sampleRetentionChanged',
            changes: changesBetween(before, request.body),
            by: subject.userId,
            at: clock.now(),
          });
        });
        return request.body;
      },
    );
  };
}

function unitOf(kind: SampledKind, metric: string): SampleUnit {
  const unit = kind.unitOf(metric);
  if (unit) return unit;
  throw new HttpProblem(400, 'sample/metric-unknown', `Nothing called ${metric} is measured of this kind of object.`);
}
