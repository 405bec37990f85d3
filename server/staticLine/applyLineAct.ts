import type { Clock } from '#actors/system/clock.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { StaticLineIntent } from '#shared/staticLine/intent.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { IntentDriver, IntentOutcome, IntentTask } from '../deviceIntent/deviceIntentFeature.ts';
import type { FixedCounter, FixedLine, NasFeature } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import { recordDriftOver } from './lineDrift.ts';
import { noteApplied, noteWriting, type PlacedLine, placedLines } from './staticLineStore.ts';
import { fingerprintOf, isKept } from './wantedLine.ts';

export interface ApplyLinePorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly routers: Pick<NasFeature, 'find' | 'fixedLinesOn' | 'gardenOn'>;
  readonly wanted: (tenant: TenantId, placed: readonly PlacedLine[]) => Promise<ReadonlyMap<ActorId, FixedLine>>;
  /** A queue that was made now counts from zero. */
  readonly beginCounting: (tenant: TenantId, line: PlacedLine, counter: FixedCounter, at: number) => Promise<void>;
  /** It is as wanted, or gone, from now on. */
  readonly applied: (tenant: TenantId, nas: ActorId) => void;
}

/**
 * Makes a router have of a line what is wanted now, whatever was when it was asked for: a later change is in it already.
 * A line that is on another router by now, or has left, is taken off.
 */
export function applyLineAct(ports: ApplyLinePorts): IntentDriver {
  const { clock, database, routers, wanted } = ports;
  return {
    act: 'nas.applyStaticLine',
    timeoutMs: 120_000,
    async carryOut(task): Promise<IntentOutcome> {
      const { tenant, intent } = task;
      const { subscriptionId, asked } = StaticLineIntent.parse(intent.input);
      const nas = intent.deviceId;
      if (!routers.find(tenant, nas))
        return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const [placed] = await database.tenantTx(tenant, (tx) => placedLines(tx, [subscriptionId]));
      const here = placed?.nasId === nas ? placed : undefined;
      const line = here && (await wanted(tenant, [here])).get(subscriptionId);
      // What differs then was changed there by somebody: a person decides.
      if (here && line && !asked && here.applied === fingerprintOf(line))
        return { outcome: 'done', proof: 'Nothing else is wanted than was read back.', readAt: here.appliedAt ?? 0 };
      const outcome = here && line ? await apply(ports, task, here, line) : await takeOff(ports, task, subscriptionId);
      if (outcome.outcome === 'done') ports.applied(tenant, nas);
      return outcome;
    },
  };
}

async function takeOff(
  { clock, database, routers }: ApplyLinePorts,
  task: IntentTask,
  id: ActorId,
): Promise<IntentOutcome> {
  const there = routers.fixedLinesOn(task.tenant, task.intent.deviceId);
  await task.begin({});
  await database.tenantTx(task.tenant, (tx) => noteWriting(tx, id, task.intent.deviceId));
  const removed = await there.remove(id, task.signal);
  const left = removed === 0 ? 0 : await there.remove(id, task.signal);
  if (left > 0) return { outcome: 'failed', why: 'The router has taken it and still has entries.', differences: [] };
  const proof = removed === 0 ? 'The router has nothing of it.' : `Taken off and read back: ${removed} entries.`;
  return { outcome: 'done', proof, readAt: clock.now() };
}

async function apply(
  ports: ApplyLinePorts,
  task: IntentTask,
  placed: PlacedLine,
  line: FixedLine,
): Promise<IntentOutcome> {
  const { clock, database, routers } = ports;
  const { tenant, signal } = task;
  const nas = task.intent.deviceId;
  const there = routers.fixedLinesOn(tenant, nas);
  const stays = isKept(placed.kept);
  const read = async () => {
    const reading = (await there.read([line], signal)).lines.get(line.id);
    return { wrong: (reading?.differences ?? []).filter((one) => !stays(one)), counter: reading?.counter };
  };
  const before = await read();
  let refused: readonly string[] = [];
  if (before.wrong.length > 0) {
    await task.begin({ differences: before.wrong.length });
    await database.tenantTx(tenant, (tx) => noteWriting(tx, placed.subscriptionId, nas));
    refused = await there.putRight(line, stays, signal);
  }
  const after = before.wrong.length > 0 ? await read() : before;
  if (after.counter && before.counter?.entry !== after.counter.entry)
    await ports.beginCounting(tenant, placed, after.counter, clock.now());
  // What was open from before goes past rules that come later.
  if (before.wrong.length > 0 && line.lists.includes(WALLED_GARDEN_LIST))
    await routers.gardenOn(tenant, nas, true, signal);
  if (after.wrong.length > 0)
    return {
      outcome: 'failed',
      why: refused.length > 0 ? `The router refuses. ${refused.join('; ')}` : 'The router shows something else.',
      differences: after.wrong,
    };
  const at = clock.now();
  await database.tenantTx(tenant, async (tx) => {
    const id = placed.subscriptionId;
    await noteApplied(tx, { id, nasId: nas, applied: fingerprintOf(line), at });
    if (placed.drift.length > 0) await recordDriftOver(tx, { id, nasId: nas, at });
  });
  const paths = [...new Set(before.wrong.map(({ path }) => path.split(' ')[0]))];
  const proof = paths.length === 0 ? 'The router has it as wanted.' : `Written and read back: ${paths.join(', ')}.`;
  return { outcome: 'done', proof, readAt: at };
}
