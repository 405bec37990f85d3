import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { CountedGrowth, CountedUsage } from '../accounting/accountingFeature.ts';
import type { FixedCounter, FixedLine, FixedReadings } from '../nas/nasFeature.ts';
import { meterStep } from './meterStep.ts';
import type { PlacedLine } from './staticLineStore.ts';
import { putStaticMeters, type StaticMeter, takeStaticMeters } from './staticMeterStore.ts';

export interface CountedLine {
  readonly placed: PlacedLine;
  readonly line: FixedLine;
}

export interface Counting {
  readonly meters: readonly StaticMeter[];
  /** Lines of which the first sign of life was just seen, or one that began a new stay. */
  readonly came: readonly ActorId[];
}

/**
 * Stores what the queues of a router counted since they were read last, with the readings themselves: however often the
 * same is read, and whoever else reads it, each byte is stored once.
 */
export async function countLines(
  counted: CountedUsage,
  tenant: TenantId,
  lines: readonly CountedLine[],
  { bootedAt, lines: readings }: FixedReadings,
  at: number,
): Promise<Counting> {
  let counting: Counting = { meters: [], came: [] };
  await counted.store(async (client) => {
    const ids = lines.map(({ placed }) => placed.subscriptionId);
    const before = new Map((await takeStaticMeters(client, tenant, ids)).map((one) => [one.subscriptionId, one]));
    const growths: CountedGrowth[] = [];
    const meters: StaticMeter[] = [];
    const came: ActorId[] = [];
    for (const { placed, line } of lines) {
      const { subscriptionId, nasId } = placed;
      const reading = readings.get(line.id);
      const last = before.get(subscriptionId);
      // Read by another meanwhile.
      if (!reading?.counter || (last && last.readAt >= at)) continue;
      const { counter, isHeard } = reading;
      const step = meterStep(last, subscriptionId, { nasId, at, bootedAt, counter, isHeard });
      meters.push(step.after);
      if (step.after.onlineSince !== undefined && last?.onlineSince === undefined) came.push(subscriptionId);
      if (step.upBytes + step.downBytes === 0 || !last) continue;
      const { upBytes: octetsIn, downBytes: octetsOut, seconds } = step;
      growths.push({
        tenantId: tenant,
        subscriptionId,
        nasId,
        from: last.readAt,
        to: at,
        octetsIn,
        octetsOut,
        seconds,
      });
    }
    await putStaticMeters(client, tenant, meters);
    counting = { meters, came };
    return growths;
  });
  return counting;
}

/** Of a queue that was made just now; one that is counted already goes on. */
export async function beginCounting(
  counted: CountedUsage,
  tenant: TenantId,
  { subscriptionId, nasId }: PlacedLine,
  { entry }: FixedCounter,
  at: number,
): Promise<void> {
  await counted.store(async (client) => {
    const [known] = await takeStaticMeters(client, tenant, [subscriptionId]);
    if (known?.nasId === nasId) return [];
    const fresh = { upBytes: 0, downBytes: 0, readAt: at, heardAt: undefined, onlineSince: undefined };
    await putStaticMeters(client, tenant, [{ subscriptionId, nasId, entry, ...fresh }]);
    return [];
  });
}
