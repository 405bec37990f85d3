import { expect, test, vi } from 'vitest';
import { createPasswordQueue } from '#server/platform/auth/passwordQueue.ts';
import { DemoRefused, seedDemo } from '#server/tenant/demoSeed.ts';
import { renameUser } from '#server/tenant/userStore.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { asSuperuser } from '../auth/freshProduct.ts';
import { loggedIn } from '../auth/testBrowser.ts';
import { startTestProduct } from '../auth/testProduct.ts';
import { systemClock } from '../http/testServer.ts';

const tables = ['tenant', 'branch', 'role', 'app_user', 'user_branch', 'tenant_log'];

test('seeding twice, and twice at once, makes the same two companies once', async () => {
  await using db = await createTestDatabase();
  const options = { database: db.database, clock: systemClock, passwords: createPasswordQueue(), lab: true };
  await Promise.all([seedDemo(options), seedDemo(options)]);
  const before = await contentOf(db);
  await seedDemo(options);
  expect(await contentOf(db)).toEqual(before);
  const counts = Object.fromEntries(
    tables.map((table) => [table, before.filter((row) => row.startsWith(`${table}:`)).length]),
  );
  expect(counts).toEqual({ tenant: 2, branch: 7, role: 22, app_user: 10, user_branch: 2, tenant_log: 2 });
});

test('what people changed in the demo stays', async () => {
  await using db = await createTestDatabase();
  const options = { database: db.database, clock: systemClock, passwords: createPasswordQueue(), lab: true };
  await seedDemo(options);
  await asSuperuser(
    db,
    `update lastmile.app_user set name = 'Renamed', password_hash = 'changed' where email = 'otieno@savanna.example'`,
  );
  await seedDemo(options);
  const rows = await asSuperuser(
    db,
    `select name, password_hash from lastmile.app_user where email = 'otieno@savanna.example'`,
  );
  expect(rows).toEqual([{ name: 'Renamed', password_hash: 'changed' }]);
});

test('without the lab nothing is seeded', async () => {
  await using db = await createTestDatabase();
  const options = { database: db.database, clock: systemClock, passwords: createPasswordQueue(), lab: false };
  await expect(seedDemo(options)).rejects.toThrow(DemoRefused);
  expect(await contentOf(db)).toEqual([]);
});

test("the lab's devices become alarm sources once, and follow what the lab says", async () => {
  await using db = await createTestDatabase();
  await using product = await startTestProduct(db.database);
  const devices = [
    {
      tenantSlug: 'savanna-fibre',
      branchName: 'Westlands',
      name: 'OLT Westlands 1',
      address: '127.20.0.1',
      hostname: 'olt-west-1',
    },
    {
      tenantSlug: 'padma-net',
      branchName: 'Mirpur',
      name: 'OLT Mirpur 1',
      address: '127.20.1.1',
      hostname: 'olt-mirpur-1',
    },
  ];
  expect(await product.tenants.registerLabDevices(devices)).toBe(2);
  expect(await product.tenants.registerLabDevices(devices)).toBe(0);
  expect(
    await product.tenants.registerLabDevices([{ ...devices[0], name: 'OLT Westlands A', branchName: 'Kilimani' }]),
  ).toBe(1);
  const rows = await asSuperuser(
    db,
    `select t.slug, b.name as branch, s.name, host(s.address) as address, s.hostname
     from lastmile.alarm_source s join lastmile.tenant t using (tenant_id) join lastmile.branch b on b.tenant_id = s.tenant_id and b.id = s.branch_id order by 1`,
  );
  expect(rows).toEqual([
    { slug: 'padma-net', branch: 'Mirpur', name: 'OLT Mirpur 1', address: '127.20.1.1', hostname: 'olt-mirpur-1' },
    {
      slug: 'savanna-fibre',
      branch: 'Kilimani',
      name: 'OLT Westlands A',
      address: '127.20.0.1',
      hostname: 'olt-west-1',
    },
  ]);
});

test('a device of another company, of no company or of no branch is refused', async () => {
  await using db = await createTestDatabase();
  await using product = await startTestProduct(db.database);
  const device = {
    tenantSlug: 'savanna-fibre',
    branchName: 'Westlands',
    name: 'OLT',
    address: '127.20.0.1',
    hostname: 'olt-west-1',
  };
  await product.tenants.registerLabDevices([device]);
  await expect(product.tenants.registerLabDevices([{ ...device, tenantSlug: 'nobody' }])).rejects.toThrow('no company');
  await expect(product.tenants.registerLabDevices([{ ...device, branchName: 'Mirpur' }])).rejects.toThrow('no branch');
  await expect(
    product.tenants.registerLabDevices([{ ...device, tenantSlug: 'padma-net', branchName: 'Mirpur' }]),
  ).rejects.toThrow();
  await expect(product.tenants.registerLabDevices([{ ...device, address: 'olt' }])).rejects.toThrow();
  const rows = await asSuperuser(
    db,
    `select t.slug from lastmile.alarm_source join lastmile.tenant t using (tenant_id)`,
  );
  expect(rows).toEqual([{ slug: 'savanna-fibre' }]);
});

test('names are found per company and follow changes made elsewhere', async () => {
  await using db = await createTestDatabase();
  await using product = await startTestProduct(db.database);
  const { userId, tenantId, branches } = (
    await loggedIn(product.url, 'mwangi@savanna.example', 'savanna-demo-only')
  ).view();
  const other = (await loggedIn(product.url, 'rahima@padma.example', 'padma-demo-only')).view().tenantId;
  const names = await product.tenants.names.namesOf(tenantId);
  expect(names.userName(userId)).toBe('Mwangi Kariuki');
  expect(names.branchName(branches[0]!.id)).toBe('Westlands');
  expect((await product.tenants.names.namesOf(other)).userName(userId)).toBeUndefined();
  await rename(db, tenantId, userId, 'Mwangi K.');
  await vi.waitFor(() => expect(names.userName(userId)).toBe('Mwangi K.'));
});

async function rename(db: TestDatabase, tenant: TenantId, userId: UserId, name: string): Promise<void> {
  await db.database.tenantTx(tenant, (tx) => renameUser(tx, userId, name));
}

async function contentOf(db: TestDatabase): Promise<readonly string[]> {
  const rows = await Promise.all(
    tables.map(async (table) =>
      (await asSuperuser(db, `select x::text as row from lastmile.${table} x order by 1`)).map(
        (row) => `${table}:${String(row['row'])}`,
      ),
    ),
  );
  return rows.flat();
}
