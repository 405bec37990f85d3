import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import { expect, test } from 'vitest';
import { insertSeal } from '#server/platform/eventLog/sealStore.ts';
import { createTestDatabase } from '../support/database.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { withClient } from '../support/withClient.ts';
import { Pick } from './pick.ts';
import type { StoreCase } from './storeCase.ts';
import { storeCases } from './storeCases.ts';
import { storeFunctions } from './storeFunctions.ts';
import { checkTenancy, TenancyBreach } from './tenancyProperty.ts';
import { createWorld } from './tenancyWorld.ts';

test('every function of every store has a case', async () => {
  const functions = await storeFunctions();
  expect(functions.filter((name) => !(name in storeCases))).toEqual([]);
  expect(Object.keys(storeCases).filter((name) => !functions.includes(name))).toEqual([]);
});

/** The long version, with a million calls, is `npm run soak -- tenancy`. */
test('no store function reads or writes across tenants, in 10,000 calls', { timeout: 300_000 }, async () => {
  await using db = await createTestDatabase({ appPoolSize: 6, systemPoolSize: 6 });
  const { calls, rare } = await checkTenancy(db, { calls: 10_000, successes: 10, seed: 1 });
  expect(calls).toBeGreaterThanOrEqual(10_000);
  expect(rare).toEqual([]);
});

test.for<readonly [string, StoreCase]>([
  [
    'reads every tenant’s alarms',
    {
      kind: 'forTenant',
      call: async (pool) => (await pool.query<Record<string, unknown>>('select * from lastmile.event limit 100')).rows,
    },
  ],
  [
    'seals another tenant’s log',
    {
      kind: 'forTenant',
      call: (pool, _tenant, pick) =>
        insertSeal(
          pool,
          pick.anyTenant(),
          { from: 1, to: 1 + pick.number(1e6), month: '2026-11-01', hash: pick.bytes(), prev: pick.bytes() },
          pick.at(),
        ),
    },
  ],
])('a function that %s is found out', async ([, storeCase]) => {
  await using db = await createTestDatabase({ appPoolSize: 6, systemPoolSize: 6 });
  await expect(checkTenancy(db, { calls: 1000, successes: 1, seed: 1, cases: { bad: storeCase } })).rejects.toThrow(
    TenancyBreach,
  );
});

test('functions of the system role work, and those without reason to write write nothing of any tenant', async () => {
  await using db = await createTestDatabase();
  const world = await withClient(db.superuserUrl, (client) => createWorld(client, 3));
  const random = seededRandom(7);
  const wrote: string[] = [];
  await withClient(db.superuserUrl, async (client) => {
    let before = await digest(client);
    for (const [name, storeCase] of Object.entries(storeCases)) {
      if (storeCase.kind !== 'across') continue;
      for (let round = 0; round < 5; round++) {
        const pick = new Pick(world, world.tenants[0]!.tenant, random);
        await db.database.systemTx((tx) => storeCase.call(tx, db.database.systemPool, pick));
      }
      const after = await digest(client);
      if (!storeCase.writes && !isDeepStrictEqual(after, before)) wrote.push(name);
      before = after;
    }
  });
  expect(wrote).toEqual([]);
});

/** Row versions of all tables with a tenant. */
async function digest(client: Client): Promise<unknown> {
  const { rows } = await client.query<{
    relname: string;
  }>(`select relname from pg_class c where relnamespace = 'lastmile'::regnamespace and relkind in ('r', 'p') and not relispartition
    and exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id') order by 1`);
  const counts = rows.map(
    ({ relname }) =>
      `select '${relname}' as name, count(*), sum(xmin::text::bigint), sum(hashtext(ctid::text)) from lastmile.${relname}`,
  );
  // In an order of its own: parallel workers read the tables, and answer as they come.
  return (await client.query<Record<string, unknown>>(`${counts.join(' union all ')} order by 1`)).rows;
}
