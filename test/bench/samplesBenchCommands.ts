import { ActorSystem } from '#actors/system/actorSystem.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';

const PER_SECOND = 100;
const SOURCES = 500;

let sent = 0;

/** What 100 durable commands a second take each, in ms, for so long. */
export async function commandLatencies(database: Database, tenant: TenantId, forMs: number): Promise<number[]> {
  const system = new ActorSystem({
    domainKinds,
    store: new CommitStore(database.appPool, [alarmTable]),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: { owned: () => [], fence: () => undefined },
    clock: systemClock,
    host: nodeHost,
    observer: {
      commandDone() {},
      batchCommitted() {},
      crashed() {},
      gaveUp() {},
      deadlineFired() {},
      storageTrouble() {},
    },
    onCommitted() {},
    onGaveUp() {},
    onRecovered() {},
  });
  const took: number[] = [];
  const waiting = new Set<Promise<void>>();
  const endAt = performance.now() + forMs;
  while (performance.now() < endAt) {
    const one = raise(system, tenant, took).finally(() => waiting.delete(one));
    waiting.add(one);
    await new Promise((done) => setTimeout(done, 1000 / PER_SECOND));
  }
  await Promise.all(waiting);
  await system.stop();
  return took;
}

async function raise(system: ActorSystem, tenant: TenantId, took: number[]): Promise<void> {
  const n = sent++;
  const source = `router-${n % SOURCES}`;
  const began = performance.now();
  const reply = await system.ask({
    address: { tenant, kind: 'alarm', id: alarmId(tenant, source, 'linkDown') },
    key: IdempotencyKey.parse(`bench-samples-${n}`),
    command: { type: 'alarm.raise', source, cause: 'linkDown', severity: 'minor', text: `occurrence ${n}` },
    caller: { kind: 'system', name: 'bench' },
    deadlineAt: Date.now() + 60_000,
  });
  if (!reply.ok) throw new Error(reply.message);
  took.push(performance.now() - began);
}
