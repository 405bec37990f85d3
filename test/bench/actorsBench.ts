import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import type { ActorObserver } from '#actors/system/ports.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { IdempotencyKey, type UserId } from '#shared/values/ids.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { startBenchDatabase } from './benchDatabase.ts';
import { percentile } from './percentile.ts';

export interface ActorsFigures {
  readonly activated: number;
  readonly activate_s: number;
  readonly live_bytes_per_actor: number;
  readonly passivated_bytes_per_actor: number;
  readonly durable_commands_per_s: number;
  readonly p99_ms: number;
  readonly loop_delay_p99_ms: number;
}

const ACTORS = 100_000;
const OUTSTANDING = 256;
const SECONDS = 10;
const RUNS = 5;

/**
 * 100,000 alarms: raised through their actors, activated cold from Postgres, and then acknowledged, claimed, taken and
 * released at random by two users as fast as answers come. Every answer is durable (synchronous_commit=on).
 */
export async function benchActors(report: (line: string) => void): Promise<ActorsFigures> {
  await using bench = await startBenchDatabase();
  const { tenant, users } = await seedTenant(bench);
  const addresses = Array.from({ length: ACTORS }, (_, n): ActorAddress => {
    return { tenant, kind: 'alarm', id: alarmId(tenant, sourceOf(n), 'lossOfSignal') };
  });
  await raiseAll(bench.database, addresses, report);

  const before = heapUsed();
  const system = createSystem(bench.database);
  const startedAt = performance.now();
  await Promise.all(addresses.map((address) => system.domain.activate(address)));
  const activateS = (performance.now() - startedAt) / 1000;
  const live = (heapUsed() - before) / ACTORS;
  report(`activated ${ACTORS} alarms from Postgres in ${activateS.toFixed(2)} s, ${Math.round(live)} bytes each`);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const runs: { perS: number; p99: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const figures = await command(system, addresses, users, run);
    runs.push(figures);
    report(`run ${run + 1}: ${Math.round(figures.perS)} durable commands/s, p99 ${figures.p99.toFixed(1)} ms`);
  }
  delay.disable();
  await system.stop();
  const byRate = runs.toSorted((a, b) => a.perS - b.perS)[Math.floor(RUNS / 2)]!;
  return {
    activated: ACTORS,
    activate_s: round(activateS),
    live_bytes_per_actor: Math.round(live),
    passivated_bytes_per_actor: await passivatedBytes(bench.database, addresses),
    durable_commands_per_s: Math.round(byRate.perS),
    p99_ms: round(byRate.p99),
    loop_delay_p99_ms: round(delay.percentile(99) / 1e6),
  };
}

const silent: ActorObserver = {
  commandDone() {},
  batchCommitted() {},
  crashed() {},
  gaveUp() {},
  deadlineFired() {},
  storageTrouble() {},
};

function createSystem(database: Database, now = systemClock.now): ActorSystem {
  return new ActorSystem({
    domainKinds,
    store: new CommitStore(database.appPool, [alarmTable]),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: { owned: () => [], fence: () => undefined },
    clock: { ...systemClock, now },
    host: nodeHost,
    observer: silent,
    onCommitted() {},
    onGaveUp() {},
    onRecovered() {},
  });
}

async function raiseAll(
  database: Database,
  addresses: readonly ActorAddress[],
  report: (line: string) => void,
): Promise<void> {
  const system = createSystem(database);
  const startedAt = performance.now();
  let next = 0;
  await inParallel(OUTSTANDING * 2, async () => {
    while (next < addresses.length) {
      const n = next++;
      const raise = {
        type: 'alarm.raise',
        source: sourceOf(n),
        cause: 'lossOfSignal',
        severity: 'major',
        text: `port ${n} lost its signal`,
      };
      await ask(system, addresses[n]!, { kind: 'system', name: 'bench' }, `bench-raise-${n}`, raise);
    }
  });
  const seconds = (performance.now() - startedAt) / 1000;
  report(`raised ${ACTORS} alarms in ${seconds.toFixed(1)} s (${Math.round(ACTORS / seconds)}/s)`);
  await system.stop();
}

async function command(
  system: ActorSystem,
  addresses: readonly ActorAddress[],
  users: readonly UserId[],
  run: number,
): Promise<{ perS: number; p99: number }> {
  const types = ['alarm.acknowledge', 'alarm.claim', 'alarm.take', 'alarm.release'] as const;
  const took: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + SECONDS * 1000;
  let sent = 0;
  await inParallel(OUTSTANDING, async () => {
    while (performance.now() < endAt) {
      const n = sent++;
      const caller: Caller = { kind: 'user', userId: users[n % users.length]!, branches: 'all' };
      const address = addresses[Math.floor(Math.random() * addresses.length)]!;
      const at = performance.now();
      await ask(system, address, caller, `bench-${run}-${n}`, { type: types[n % types.length]! });
      took.push(performance.now() - at);
    }
  });
  const seconds = (performance.now() - startedAt) / 1000;
  return { perS: took.length / seconds, p99: percentile(took, 0.99) };
}

async function ask(
  system: ActorSystem,
  address: ActorAddress,
  caller: Caller,
  key: string,
  message: { type: string },
): Promise<void> {
  const reply = await system.ask({
    address,
    key: IdempotencyKey.parse(key),
    command: message,
    caller,
    deadlineAt: Date.now() + 60_000,
  });
  if (!reply.ok && !reply.code.startsWith('alarm/')) throw new Error(`${message.type}: ${reply.code} ${reply.message}`);
}

/** Heap that remains per actor after all of them were idle for longer than they may be. */
async function passivatedBytes(database: Database, addresses: readonly ActorAddress[]): Promise<number> {
  let now = Date.now();
  const system = createSystem(database, () => now);
  const before = heapUsed();
  await Promise.all(addresses.map((address) => system.domain.activate(address)));
  now += 3_600_000;
  const dropped = system.domain.directory.passivateIdle();
  if (dropped !== addresses.length) throw new Error(`only ${dropped} actors were passivated`);
  return Math.max(0, Math.round((heapUsed() - before) / addresses.length));
}

/** After a full collection, so that garbage is not counted as actors. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

function sourceOf(n: number): string {
  return `OLT-${Math.floor(n / 4096)}/0/${Math.floor(n / 128) % 32}/${n % 128}`;
}

async function inParallel(workers: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: workers }, work));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
