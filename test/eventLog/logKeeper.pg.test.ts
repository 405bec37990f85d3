import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { readEvents } from '#server/platform/eventLog/eventStore.ts';
import { boundedBytes, mostEvidenceBytes, readEvidence } from '#server/platform/eventLog/evidenceStore.ts';
import { createLogKeeper } from '#server/platform/eventLog/logKeeper.ts';
import {
  deleteOldCommands,
  dropOldPartitions,
  ensurePartitions,
  strayRows,
} from '#server/platform/eventLog/retentionStore.ts';
import { EvidenceId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { commitEvents, newEvents } from './events.ts';

const november = Date.UTC(2026, 10, 15);
const dayMs = 24 * 3_600_000;

async function list(db: TestDatabase, query: string): Promise<string[]> {
  return await withClient(db.superuserUrl, async (client) =>
    (await client.query<string[]>({ text: query, rowMode: 'array' })).rows.map(([first]) => String(first)),
  );
}

const partitions = `select relname from pg_class c join pg_inherits on inhrelid = oid where inhparent = 'lastmile.event'::regclass order by 1`;

test('partitions are made for this month and the months asked for, once', async () => {
  await using db = await createTestDatabase();
  expect(await db.database.systemTx((tx) => ensurePartitions(tx, november, 2))).toBe(6);
  expect(await list(db, partitions)).toEqual(['event_2026_11', 'event_2026_12', 'event_2027_01', 'event_default']);
  expect(await db.database.systemTx((tx) => ensurePartitions(tx, november, 2))).toBe(0);
});

test('several processes that make partitions at once do not disturb each other', async () => {
  await using db = await createTestDatabase({ systemPoolSize: 6 });
  const made = await Promise.all(
    Array.from({ length: 6 }, () => db.database.systemTx((tx) => ensurePartitions(tx, november, 3))),
  );
  expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 8]);
});

test('rows that had no partition are counted, and move into theirs without being lost or changed', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const { events } = await commitEvents(db.database, tenant, newEvents(20, { at: Date.UTC(2026, 5, 1) }));
  expect(await db.database.systemTx(strayRows)).toEqual({ event: 20, evidence: 0 });
  expect(await db.database.systemTx((tx) => ensurePartitions(tx, november, 0))).toBe(3);
  expect(await db.database.systemTx(strayRows)).toEqual({ event: 0, evidence: 0 });
  expect(await list(db, 'select count(*) from lastmile.event_2026_06')).toEqual(['20']);
  expect(await readEvents(db.database.systemPool, tenant, 0, 100)).toEqual(events);
});

test('an event at the last moment of a month lies in that month, whatever the time zone of the session', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await withClient(db.superuserUrl, (client) => client.query(`alter role lastmile_server set timezone = 'Asia/Dhaka'`));
  await db.database.systemTx((tx) => ensurePartitions(tx, november, 1));
  await commitEvents(db.database, tenant, newEvents(1, { at: Date.UTC(2026, 11, 1) - 1 }));
  await commitEvents(db.database, tenant, newEvents(1, { at: Date.UTC(2026, 11, 1) }));
  expect(await list(db, 'select position from lastmile.event_2026_11')).toEqual(['1']);
  expect(await list(db, 'select position from lastmile.event_2026_12')).toEqual(['2']);
  await withClient(db.superuserUrl, (client) => client.query(`alter role lastmile_server reset timezone`));
});

test('old commands go in batches, younger ones stay', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await inTenant(db.database.appPool, tenant, (client) =>
    client.query(
      `insert into lastmile.command (tenant_id, key, hash, answer, at) select $1, 'key-' || n, '', '{}', to_timestamp($2::float8 / 1000) - n * interval '1 day' from generate_series(1, 100) n`,
      [tenant, november],
    ),
  );
  const deleteSome = (): Promise<number> =>
    db.database.systemTx((tx) => deleteOldCommands(tx, november - 90 * dayMs, 6));
  expect([await deleteSome(), await deleteSome()]).toEqual([6, 4]);
  expect(await list(db, 'select count(*) from lastmile.command')).toEqual(['90']);
});

test('evidence is kept whole up to its bound, read in its tenant only, and goes by months', async () => {
  await using db = await createTestDatabase();
  const [mine, other] = [await seedTenant(db), await seedTenant(db)];
  await db.database.systemTx((tx) => ensurePartitions(tx, november, 1));
  const id = EvidenceId.parse(randomUUID());
  const bytes = boundedBytes(Buffer.alloc(20_000, 7));
  expect(bytes.length).toBe(mostEvidenceBytes);
  const store = (content: Uint8Array): Promise<unknown> =>
    inTenant(db.database.appPool, mine.tenant, (client) =>
      client.query(
        `insert into lastmile.evidence (tenant_id, id, kind, bytes, received_at) values ($1, $2, 'syslog', $3, to_timestamp($4::float8 / 1000))`,
        [mine.tenant, id, Buffer.from(content), november],
      ),
    );
  await store(bytes);
  await expect(store(Buffer.alloc(mostEvidenceBytes + 1))).rejects.toMatchObject({ code: '23514' });
  const read = await db.database.tenantTx(mine.tenant, (tx) => readEvidence(tx, id));
  expect(read).toMatchObject({ id, kind: 'syslog', receivedAt: november });
  expect(Buffer.from(read!.bytes).equals(Buffer.from(bytes))).toBe(true);
  expect(await db.database.tenantTx(other.tenant, (tx) => readEvidence(tx, id))).toBeUndefined();
  const drop = (before: number): Promise<readonly string[]> =>
    db.database.systemTx((tx) => dropOldPartitions(tx, 'evidence', before, november));
  expect(await drop(Date.UTC(2026, 11, 1) - 1)).toEqual([]);
  expect(await drop(Date.UTC(2026, 11, 1))).toEqual(['evidence_2026_11']);
  expect(await db.database.tenantTx(mine.tenant, (tx) => readEvidence(tx, id))).toBeUndefined();
});

test('the keeper makes partitions before the first event and goes on by its clock', async () => {
  await using db = await createTestDatabase();
  const clock = new SimulatedClock();
  clock.set(november);
  const keeper = createLogKeeper({ database: db.database, clock, everyMs: 1000 });
  await keeper.start();
  expect(await list(db, partitions)).toContain('event_2027_02');
  expect(keeper.figures).toEqual({ stray: 0, roundAt: november, failures: 0 });
  clock.set(Date.UTC(2026, 11, 15));
  await eventually(() => keeper.figures.roundAt === clock.now(), 'the next round');
  expect(await list(db, partitions)).toContain('event_2027_03');
  await keeper.stop();
});
