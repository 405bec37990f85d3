import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { SimulatedClock } from 'xstate';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { readChart } from '#server/sample/sampleCharts.ts';
import { SampleKeeper } from '#server/sample/sampleKeeper.ts';
import { SampleNumbers } from '#server/sample/sampleNumbers.ts';
import { SampleWriter } from '#server/sample/sampleWriter.ts';
import { insertSamples } from '#server/sample/sampleWriteStore.ts';
import type { SampleChart } from '#shared/sample/chart.ts';
import { DEFAULT_SAMPLE_RETENTION } from '#shared/sample/retention.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { TestDatabase } from '../support/database.ts';

export const noon = Date.UTC(2026, 10, 15, 12);

export interface SampleWorld {
  readonly clock: SimulatedClock;
  readonly writer: SampleWriter;
  readonly keeper: SampleKeeper;
  readonly lost: number[];
  /** Figures of a router, written. */
  write(tenant: TenantId, id: ActorId, at: number, figures: Readonly<Record<string, number>>): Promise<void>;
  chart(tenant: TenantId, id: ActorId, from: number, to: number, points?: number): Promise<SampleChart>;
}

export const router = (): ActorId => ActorId.parse(randomUUID());

/** The store of samples on a database of its own, with time in the test's hand. */
export function sampleWorld(db: TestDatabase, tenants: readonly TenantId[]): SampleWorld {
  const clock = new SimulatedClock();
  clock.set(noon);
  const numbers = new SampleNumbers();
  const lost: number[] = [];
  const { database } = db;
  const writer = new SampleWriter({
    clock,
    async write(tenant, pending) {
      await inTenant(database.appPool, tenant, async (client) => {
        const rows = await numbers.rows(client, tenant, pending);
        await insertSamples(client, tenant, rows);
      });
    },
    onLost: (_tenant, count) => lost.push(count),
    onTrouble: (error) => {
      throw error;
    },
  });
  const keeper = new SampleKeeper({ database, clock, log: pino({ level: 'silent' }), tenants: () => tenants });
  return {
    clock,
    writer,
    keeper,
    lost,
    async write(tenant, id, at, figures) {
      if (at > clock.now()) clock.set(at);
      const object = { kind: 'nas', id };
      writer.record(Object.entries(figures).map(([metric, value]) => ({ tenant, object, metric, at, value })));
      await writer.flush();
    },
    chart: (tenant, id, from, to, points = 600) =>
      inTenant(database.appPool, tenant, (client) =>
        readChart(client, clock, {
          tenant,
          object: { kind: 'nas', id },
          metrics: ['cpu', 'ppp'],
          from,
          to,
          points,
          retention: DEFAULT_SAMPLE_RETENTION,
          unitOf: () => 'percent',
        }),
      ),
  };
}
