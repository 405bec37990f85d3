import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { emptyContext } from '#actors/alarm/alarmMachine.ts';
import type { CommitUnit } from '#actors/system/ports.ts';
import { SHARDS } from '#actors/system/shard.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { ShardLeases, type ShardLeasesOptions } from '#server/platform/actors/shardLeases.ts';
import { ShardLeaseStore } from '#server/platform/actors/shardLeaseStore.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { alarmAt, newKey } from '../support/alarmNode.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const TTL_MS = 400;

/** One run of a server. `silent` makes it like one that hangs: it neither renews nor notices. */
function holderOf(
  db: TestDatabase,
  node: string,
  more: Partial<ShardLeasesOptions> = {},
): ShardLeases & AsyncDisposable {
  const leases = new ShardLeases({
    store: new ShardLeaseStore(db.database.systemPool),
    holder: { node, incarnation: randomUUID() },
    clock: systemClock,
    monotonicNow: () => performance.now(),
    onTrouble: () => undefined,
    ttlMs: TTL_MS,
    ...more,
  });
  return Object.assign(leases, { [Symbol.asyncDispose]: () => leases.stop() });
}

test('the only server takes all shards and keeps them beyond their lifetime', async () => {
  await using db = await createTestDatabase();
  await using one = holderOf(db, 'one');
  await one.start();
  expect(one.owned()).toHaveLength(SHARDS);
  const { epoch } = one.fence(7)!;
  const from = performance.now();
  await eventually(() => performance.now() - from > 2 * TTL_MS, 'two lifetimes passed');
  expect(one.owned()).toHaveLength(SHARDS);
  expect(one.fence(7)).toEqual({ shard: 7, epoch });
});

test('a server that fell silent stops owning before another takes over, with a new epoch', async () => {
  await using db = await createTestDatabase();
  // Its timers stand still, as in a process that hangs.
  await using hung = holderOf(db, 'hung', { clock: new SimulatedTime() });
  await hung.start();
  const before = hung.fence(3)!;
  await using other = holderOf(db, 'other');
  await other.start();
  expect(other.owned()).toEqual([]);
  await eventually(() => {
    const both = hung.owned().filter((shard) => other.fence(shard) !== undefined);
    expect(both).toEqual([]);
    return other.owned().length === SHARDS;
  }, 'the other owns everything');
  expect(hung.owned()).toEqual([]);
  expect(hung.fence(3)).toBeUndefined();
  expect(other.fence(3)!.epoch).toBeGreaterThan(before.epoch);
});

test('a late write under the old epoch is refused by the database', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const store = new CommitStore(db.database.appPool, [alarmTable]);
  await using first = holderOf(db, 'same');
  await first.start();
  const old = first.fence(9)!;
  await using second = holderOf(db, 'same');
  await second.start();
  const unit = (n: number, fence: CommitUnit['fence']): CommitUnit => {
    const address = alarmAt(tenant, n);
    const at = Date.now();
    return {
      address,
      keys: [{ key: newKey(), hash: createHash('sha256').digest() }],
      answer: { ok: true, version: 1 },
      at,
      ...(fence ? { fence } : {}),
      change: {
        expectedVersion: 0,
        state: {
          ...emptyContext,
          id: address.id,
          source: `port ${n}`,
          cause: 'x',
          state: 'raised',
          raisedAt: at,
          lastOccurredAt: at,
        },
        events: [{ type: 'alarm.repeated' }],
        eventVersions: {},
        actorUser: undefined,
        cause: { kind: 'command', key: 'k' },
        deadlines: { set: [], calledOff: [] },
      },
    };
  };
  const { outcomes } = await store.commit(tenant, [unit(1, old), unit(2, second.fence(9))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fenced', 'committed']);
});

test('a server started again on the same node takes over at once', async () => {
  await using db = await createTestDatabase();
  const crashed = holderOf(db, 'same', { clock: new SimulatedTime(), ttlMs: 60_000 });
  await crashed.start();
  await using next = holderOf(db, 'same', { ttlMs: 60_000 });
  await next.start();
  expect(next.owned()).toHaveLength(SHARDS);
});

test('a server that stops gives its shards back at once', async () => {
  await using db = await createTestDatabase();
  const first = holderOf(db, 'first', { ttlMs: 60_000 });
  await first.start();
  await first.stop();
  expect(first.owned()).toEqual([]);
  await using second = holderOf(db, 'second', { ttlMs: 60_000 });
  await second.start();
  expect(second.owned()).toHaveLength(SHARDS);
});

test('a server that is stopped while it starts keeps nothing', async () => {
  await using db = await createTestDatabase();
  const first = holderOf(db, 'first', { ttlMs: 60_000 });
  const started = first.start();
  await first.stop();
  await started;
  expect(first.owned()).toEqual([]);
  await using second = holderOf(db, 'second', { ttlMs: 60_000 });
  await second.start();
  expect(second.owned()).toHaveLength(SHARDS);
});

test('servers share the shards, no shard has two owners, and what one leaves the others take', async () => {
  await using db = await createTestDatabase();
  const changes: number[] = [];
  await using one = holderOf(db, 'one', { onChange: (owned) => void changes.push(owned.length) });
  await one.start();
  const two = holderOf(db, 'two');
  await two.start();
  const owners = (): number[] => [one, two].map((holder) => holder.owned().length);
  await eventually(() => {
    expect(one.owned().filter((shard) => two.fence(shard) !== undefined)).toEqual([]);
    return owners().every((n) => n === SHARDS / 2);
  }, 'half each');
  expect(changes).toContain(SHARDS / 2);
  await two.stop();
  await eventually(() => one.owned().length === SHARDS, 'all of them again');
});

test('without a database ownership ends by itself', async () => {
  await using db = await createTestDatabase();
  const trouble: unknown[] = [];
  const store = new ShardLeaseStore(db.database.systemPool);
  const renew = store.renew.bind(store);
  let down = false;
  store.renew = (holder, ttlMs) => (down ? Promise.reject(new Error('no connection')) : renew(holder, ttlMs));
  await using one = holderOf(db, 'one', { store, onTrouble: (error) => void trouble.push(error) });
  await one.start();
  down = true;
  await eventually(() => one.owned().length === 0, 'the leases ran out');
  expect(one.fence(0)).toBeUndefined();
  expect(trouble.length).toBeGreaterThan(0);
  down = false;
  await eventually(() => one.owned().length === SHARDS, 'they are renewed');
});
