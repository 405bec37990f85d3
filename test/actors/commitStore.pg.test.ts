import { Buffer } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { emptyContext } from '#actors/alarm/alarmMachine.ts';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import { CommitRejected, type CommitUnit } from '#actors/system/ports.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { PostgresSetAsideStore } from '#server/platform/actors/setAsideStore.ts';
import { fencedUnits, ShardLeaseStore } from '#server/platform/actors/shardLeaseStore.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { EvidenceId, IdempotencyKey } from '#shared/values/ids.ts';
import { alarmAt, createAlarmNode, newKey, raiseOf, source, user } from '../support/alarmNode.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedTenant, type SeededTenant } from '../support/seedTenant.ts';
import { asSuperuser } from '../support/superuserQuery.ts';

const AT = Date.UTC(2026, 0, 2);
const another = { node: 'another', incarnation: randomUUID() };
const third = { node: 'third', incarnation: randomUUID() };
const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();

interface Scene extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly seeded: SeededTenant;
  readonly store: CommitStore;
  rows(text: string): Promise<Record<string, unknown>[]>;
  count(table: string): Promise<number>;
}

async function createScene(): Promise<Scene> {
  const db = await createTestDatabase();
  const seeded = await seedTenant(db);
  const rows: Scene['rows'] = (text) => asSuperuser(db, text);
  return {
    db,
    seeded,
    store: new CommitStore(db.database.appPool, [alarmTable]),
    rows,
    count: async (table) => Number((await rows(`select count(*) as n from lastmile.${table}`))[0]!['n']),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

function stateOf(address: ActorAddress, n: number): AlarmState {
  return {
    ...emptyContext,
    id: address.id,
    source: `port ${n}`,
    cause: 'lossOfSignal',
    text: 'LOS',
    severity: 'major',
    state: 'raised',
    episode: 1,
    occurrences: 1,
    raisedAt: AT,
    lastOccurredAt: AT,
  };
}

function unitOf(
  scene: Scene,
  n: number,
  more: Partial<CommitUnit> = {},
  change: Partial<NonNullable<CommitUnit['change']>> = {},
): CommitUnit {
  const address = alarmAt(scene.seeded.tenant, n);
  const { expectedVersion = 0 } = change;
  return {
    address,
    keys: [{ key: newKey(), hash: hash(`${n}`) }],
    answer: { ok: true, version: expectedVersion + 1 },
    at: AT,
    change: {
      expectedVersion,
      state: stateOf(address, n),
      events: [{ type: 'alarm.repeated', occurrences: 1 } as never],
      eventVersions: { 'alarm.repeated': 1 },
      actorUser: undefined,
      cause: { kind: 'command', key: 'k' },
      deadlines: { set: [], calledOff: [] },
      ...change,
    },
    ...more,
  };
}

const withoutChange = (unit: CommitUnit, more: Partial<CommitUnit> = {}): CommitUnit => {
  const { change: _, ...rest } = unit;
  return { ...rest, ...more };
};
const statuses = (outcomes: readonly { status: string }[]): string[] => outcomes.map(({ status }) => status);

test('a group of units is one transaction: states, keys, dense events, one batch', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  const units = Array.from({ length: 120 }, (_, n) => unitOf(scene, n));
  const { outcomes, batch } = await store.commit(seeded.tenant, units);
  expect(new Set(statuses(outcomes))).toEqual(new Set(['committed']));
  expect(batch.events.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
  expect(batch.states.size).toBe(120);
  const loaded = await store.load(
    seeded.tenant,
    'alarm',
    units.map(({ address }) => address.id),
  );
  expect(loaded.get(units[7]!.address.id)).toEqual({ version: 1, state: stateOf(units[7]!.address, 7) });
  expect(
    await scene.rows(
      'select count(*)::int as n, max(position)::int as last, count(distinct xmin::text)::int as transactions from lastmile.event',
    ),
  ).toEqual([{ n: 120, last: 120, transactions: 1 }]);
  expect(await scene.count('command')).toBe(120);
});

test('a version that is not the stored one loses alone, and keeps neither key nor event nor deadline', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  await store.commit(seeded.tenant, [unitOf(scene, 1), unitOf(scene, 2)]);
  const loser = unitOf(
    scene,
    1,
    {},
    { expectedVersion: 0, deadlines: { set: [{ name: 'shelving', dueAt: AT }], calledOff: [] } },
  );
  const { outcomes, batch } = await store.commit(seeded.tenant, [
    loser,
    unitOf(scene, 2, {}, { expectedVersion: 1 }),
    unitOf(scene, 3),
  ]);
  expect(statuses(outcomes)).toEqual(['conflict', 'committed', 'committed']);
  expect(batch.events.map(({ position, version }) => [position, version])).toEqual([
    [3, 2],
    [4, 1],
  ]);
  expect([await scene.count('event'), await scene.count('command'), await scene.count('deadline')]).toEqual([4, 4, 0]);
});

test('a decision without change is checked against the stored version, too', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  await store.commit(seeded.tenant, [unitOf(scene, 1)]);
  const refusal = { ok: false as const, code: 'alarm/not-shelved', message: 'x' };
  const fresh = withoutChange(unitOf(scene, 1), { answer: refusal, unchangedVersion: 1 });
  const old = withoutChange(unitOf(scene, 1), { answer: refusal, unchangedVersion: 0 });
  const absent = withoutChange(unitOf(scene, 2), { answer: refusal, unchangedVersion: 0 });
  const { outcomes, batch } = await store.commit(seeded.tenant, [fresh, old, absent]);
  expect(statuses(outcomes)).toEqual(['committed', 'conflict', 'committed']);
  expect(batch.events).toEqual([]);
  expect(await scene.count('command')).toBe(3);
});

test('a key decided before answers what was stored, and nothing of its unit is kept', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  const first = unitOf(scene, 1);
  await store.commit(seeded.tenant, [first]);
  const [again] = (await store.commit(seeded.tenant, [unitOf(scene, 1, { keys: first.keys }, { expectedVersion: 1 })]))
    .outcomes;
  expect(again).toEqual({
    status: 'duplicate',
    answers: new Map([[first.keys[0]!.key, { hash: Buffer.from(first.keys[0]!.hash), answer: first.answer }]]),
  });
  const other = unitOf(scene, 9, { keys: [{ key: first.keys[0]!.key, hash: hash('another') }] });
  const reused = (await store.commit(seeded.tenant, [other])).outcomes[0]!;
  expect(reused.status === 'duplicate' && [...reused.answers.values()][0]!.hash).toEqual(first.keys[0]!.hash);
  expect([await scene.count('alarm'), await scene.count('event')]).toEqual([1, 1]);
});

test('a unit of several keys of which one is known keeps none of the others', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  const known = unitOf(scene, 1);
  await store.commit(seeded.tenant, [known]);
  const [fresh1, fresh2] = [newKey(), newKey()];
  const joined = unitOf(scene, 2, {
    keys: [{ key: fresh1, hash: hash('1') }, known.keys[0]!, { key: fresh2, hash: hash('2') }],
  });
  const { outcomes } = await store.commit(seeded.tenant, [joined, unitOf(scene, 3)]);
  expect(outcomes[0]).toMatchObject({ status: 'duplicate' });
  expect(outcomes[0]!.status === 'duplicate' && [...outcomes[0]!.answers.keys()]).toEqual([known.keys[0]!.key]);
  expect(await scene.count('command')).toBe(2);
  expect(
    statuses(
      (await store.commit(seeded.tenant, [unitOf(scene, 2, { keys: [{ key: fresh1, hash: hash('1') }] })])).outcomes,
    ),
  ).toEqual(['committed']);
});

test('two units with one key in a batch: the first is stored, the second waits for its answer', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  const keys = [{ key: newKey(), hash: hash('x') }];
  const units = [unitOf(scene, 1, { keys }), unitOf(scene, 2, { keys }), unitOf(scene, 3)];
  expect(statuses((await store.commit(seeded.tenant, units)).outcomes)).toEqual(['committed', 'conflict', 'committed']);
  expect(statuses((await store.commit(seeded.tenant, [units[1]!])).outcomes)).toEqual(['duplicate']);
});

test('an old epoch is refused by the database, and a lease cannot change hands during the write', async () => {
  await using scene = await createScene();
  const { store, seeded, db } = scene;
  await scene.rows('update lastmile.shard_lease set epoch = 5 where shard = 7');
  const fenced = (n: number, epoch: bigint): CommitUnit => unitOf(scene, n, { fence: { shard: 7, epoch } });
  const { outcomes } = await store.commit(seeded.tenant, [
    fenced(1, 4n),
    fenced(2, 5n),
    unitOf(scene, 3),
    fenced(4, 6n),
  ]);
  expect(statuses(outcomes)).toEqual(['fenced', 'committed', 'committed', 'fenced']);
  expect([await scene.count('alarm'), await scene.count('command')]).toEqual([2, 2]);

  const owner = await db.database.systemPool.connect();
  try {
    await owner.query('begin');
    const claimed = await new ShardLeaseStore(owner as unknown as Pool).claim(another, 256, 3_000);
    expect(claimed).toContainEqual({ shard: 7, epoch: 6n });
    const late = store.commit(seeded.tenant, [fenced(5, 5n)]);
    await untilBlocked(scene);
    await owner.query('commit');
    expect(statuses((await late).outcomes)).toEqual(['fenced']);
  } finally {
    owner.release();
  }
});

test('leases are renewed beside writes under them, and only a claim waits for these', async () => {
  await using scene = await createScene();
  const { seeded, db } = scene;
  const leases = new ShardLeaseStore(db.database.systemPool);
  expect(await leases.claim(another, 256, 60_000)).toHaveLength(256);
  const unit = unitOf(scene, 1, { fence: { shard: 7, epoch: 1n } });
  await inTenant(db.database.appPool, seeded.tenant, async (client) => {
    expect(await fencedUnits(client, [unit])).toEqual(new Set());
    expect(await leases.renew(another, 1)).toHaveLength(256);
    // The lease has run out, and still nobody takes the shard that is being written under.
    await expect.poll(() => leases.claim(third, 256, 60_000)).toHaveLength(255);
  });
  expect(await leases.claim(third, 256, 60_000)).toEqual([{ shard: 7, epoch: 2n }]);
});

async function untilBlocked(scene: Scene): Promise<void> {
  for (;;) {
    const [{ n } = {}] = await scene.rows(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (n !== 0) return;
  }
}

test('deadlines are set, moved, called off and gone when fired, also when the firing was a duplicate', async () => {
  await using scene = await createScene();
  const { store, seeded, db } = scene;
  const deadlines = new PostgresDeadlineStore(db.database.systemPool);
  const { address } = unitOf(scene, 1);
  const change = (expectedVersion: number, set: { name: string; dueAt: number }[], calledOff: string[] = []) => ({
    expectedVersion,
    deadlines: { set, calledOff },
  });
  await store.commit(seeded.tenant, [
    unitOf(
      scene,
      1,
      {},
      change(0, [
        { name: 'a', dueAt: AT + 1 },
        { name: 'b', dueAt: AT + 2 },
      ]),
    ),
  ]);
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, change(1, [{ name: 'a', dueAt: AT + 50 }], ['b']))]);
  expect(await deadlines.ofActor(address)).toEqual([{ name: 'a', dueAt: AT + 50 }]);
  const early = withoutChange(unitOf(scene, 1), { fired: { name: 'a', dueAt: AT + 1 } });
  await store.commit(seeded.tenant, [early]);
  expect(await deadlines.ofActor(address)).toHaveLength(1);
  const firing = withoutChange(unitOf(scene, 1), { fired: { name: 'a', dueAt: AT + 50 } });
  await store.commit(seeded.tenant, [firing]);
  expect(await deadlines.ofActor(address)).toEqual([]);
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, change(2, [{ name: 'a', dueAt: AT + 50 }]))]);
  expect(statuses((await store.commit(seeded.tenant, [firing])).outcomes)).toEqual(['duplicate']);
  expect(await deadlines.ofActor(address)).toEqual([]);
});

test('a firing that comes a second time does not take a deadline that was set to an earlier time since', async () => {
  await using scene = await createScene();
  const { store, seeded, db } = scene;
  const deadlines = new PostgresDeadlineStore(db.database.systemPool);
  const { address } = unitOf(scene, 1);
  const change = (expectedVersion: number, dueAt: number) => ({
    expectedVersion,
    deadlines: { set: [{ name: 'a', dueAt }], calledOff: [] },
  });
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, change(0, AT + 50))]);
  const firing = withoutChange(unitOf(scene, 1), { fired: { name: 'a', dueAt: AT + 50 } });
  await store.commit(seeded.tenant, [firing]);
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, change(1, AT + 7))]);
  expect(statuses((await store.commit(seeded.tenant, [firing])).outcomes)).toEqual(['duplicate']);
  expect(await deadlines.ofActor(address)).toEqual([{ name: 'a', dueAt: AT + 7 }]);
});

test('evidence is stored with what it led to, and not with what lost', async () => {
  await using scene = await createScene();
  const { store, seeded } = scene;
  const evidence = (text: string) => ({
    id: EvidenceId.parse(randomUUID()),
    kind: 'syslog',
    bytes: new TextEncoder().encode(text),
    receivedAt: AT,
  });
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, { evidence: evidence('<134>LOS') })]);
  await store.commit(seeded.tenant, [unitOf(scene, 1, {}, { evidence: evidence('too late') })]);
  expect(await scene.rows(`select kind, convert_from(bytes, 'UTF8') as text from lastmile.evidence`)).toEqual([
    { kind: 'syslog', text: '<134>LOS' },
  ]);
});

test('a unit the database refuses fails the transaction as a whole, and nothing is stored', async () => {
  await using scene = await createScene();
  const bad = unitOf(scene, 2);
  (bad.change!.state as { text: string }).text = 'a\u0000b';
  await expect(scene.store.commit(scene.seeded.tenant, [unitOf(scene, 1), bad])).rejects.toBeInstanceOf(CommitRejected);
  expect([await scene.count('alarm'), await scene.count('command'), await scene.count('event')]).toEqual([0, 0, 0]);
});

test('a tenant cannot be written from within another', async () => {
  await using scene = await createScene();
  const other = await seedTenant(scene.db);
  await scene.store.commit(scene.seeded.tenant, [unitOf(scene, 1)]);
  expect((await scene.store.load(other.tenant, 'alarm', [alarmAt(scene.seeded.tenant, 1).id])).size).toBe(0);
  const [user] = other.users;
  const foreign = unitOf(
    scene,
    2,
    {},
    {
      state: {
        ...stateOf(alarmAt(scene.seeded.tenant, 2), 2),
        state: 'acknowledged',
        acknowledgedBy: user,
        acknowledgedAt: AT,
      },
    },
  );
  await expect(scene.store.commit(scene.seeded.tenant, [foreign])).rejects.toBeInstanceOf(CommitRejected);
});

test.for([
  ['NUL', 'a\u0000b'],
  ['half a surrogate pair', 'a\ud800b'],
] as const)('a report with %s in its text fails alone, is set aside and can be read', async ([, text]) => {
  await using scene = await createScene();
  const { tenant } = scene.seeded;
  await using node = createAlarmNode(scene.db.database);
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, n) => node.ask(alarmAt(tenant, n), n === 5 ? { ...raiseOf(n), text } : raiseOf(n))),
  );
  expect(replies.map((reply) => reply.ok)).toEqual(Array.from({ length: 12 }, (_, n) => n !== 5));
  expect(replies[5]).toMatchObject({ code: 'actor/set-aside' });
  const [kept] = await new PostgresSetAsideStore(scene.db.database.appPool).list(tenant);
  expect(kept).toMatchObject({
    envelope: { address: alarmAt(tenant, 5), command: { type: 'alarm.raise', text: 'a\ufffdb' } },
  });
  expect(node.observer.trouble).toEqual([]);
});

test('a set-aside message is listed until it is discarded, and says when it was retried', async () => {
  await using scene = await createScene();
  const { tenant } = scene.seeded;
  await using node = createAlarmNode(scene.db.database);
  await node.ask(
    alarmAt(tenant, 1),
    { ...raiseOf(1), text: '\u0000' },
    { evidence: { id: EvidenceId.parse(randomUUID()), kind: 'x', bytes: new Uint8Array(4), receivedAt: AT } },
  );
  const store = new PostgresSetAsideStore(scene.db.database.appPool);
  const { id } = (await store.list(tenant))[0]!;
  await store.markRetried(tenant, id, AT);
  expect(await store.list(tenant)).toMatchObject([{ id, retriedAt: AT }]);
  await store.discard(tenant, id, AT);
  expect(await store.list(tenant)).toEqual([]);
});

test('everything about an alarm survives the way to its row and back', async () => {
  await using scene = await createScene();
  const { tenant, users, branches } = scene.seeded;
  await using node = createAlarmNode(scene.db.database);
  const address = alarmAt(tenant, 1);
  const caller = user(users[0]);
  await node.ask(address, { ...raiseOf(1), branchId: branches[1], text: 'ünïcode "quotes" \\ back' });
  await node.ask(address, { type: 'alarm.claim' }, { caller });
  await node.ask(address, { type: 'alarm.comment', text: 'hm' }, { caller });
  await node.ask(address, { type: 'alarm.shelve', until: Date.now() + 60_123, reason: 'later' }, { caller });
  await new Promise<void>((resolve) => void setImmediate(resolve));
  const live = node.system.domain.directory.find(address)!;
  const stored = (await scene.store.load(tenant, 'alarm', [address.id])).get(address.id);
  expect(stored).toEqual({ version: live.version, state: live.state });
});

test('keys of system and people are looked up within their tenant only', async () => {
  await using scene = await createScene();
  const other = await seedTenant(scene.db);
  await using node = createAlarmNode(scene.db.database);
  const key = IdempotencyKey.parse('the-same-key');
  expect(await node.ask(alarmAt(scene.seeded.tenant, 1), raiseOf(1), { key, caller: source })).toMatchObject({
    ok: true,
  });
  expect(await node.ask(alarmAt(other.tenant, 2), raiseOf(2), { key, caller: source })).toMatchObject({ ok: true });
});
