import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '#server/platform/db/migrate.ts';
import { shippedRoles, type ShippedRole } from '#server/tenant/shippedRoles.ts';
import { Limits } from '#shared/tenant/limits.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { createTestDatabase } from '../support/database.ts';
import { withClient } from '../support/withClient.ts';

const migrations = join(import.meta.dirname, '../../migrations');
const formerOwner = [
  ...[
    'alarm.view',
    'alarm.viewComments',
    'alarm.acknowledge',
    'alarm.claim',
    'alarm.take',
    'alarm.shelve',
    'alarm.comment',
  ],
  ...['alarm.clear', 'inspector.view', 'inspector.operate', 'tenant.administer'],
];
const formerNoc = formerOwner.filter((permission) => permission !== 'tenant.administer');
const formerDispatcher = ['alarm.view', 'alarm.viewComments', 'alarm.acknowledge', 'alarm.claim', 'alarm.comment'];

type Stored = Record<string, { permissions: string[]; shipped: string | null; limits: object }>;

/** A database as the former release left it, brought to this one; the roles of its first company by name. */
async function migrated(roles: Readonly<Record<string, readonly string[]>>): Promise<Stored> {
  await using db = await createTestDatabase({ migrated: false });
  const former = await mkdtemp(join(tmpdir(), 'lastmile-former-'));
  try {
    for (const name of (await readdir(migrations)).filter((file) => /^000[1-8]_/.test(file)))
      await cp(join(migrations, name), join(former, name));
    await migrate(db.ownerUrl, former);
    return await withClient(db.superuserUrl, async (client) => {
      await client.query(`insert into lastmile.tenant values
        ('0198fa29-0b0d-7b80-828d-000000000001', 'one', 'One', 'KE', 'KES', 'Africa/Nairobi', now()),
        ('0198fa29-0b0d-7b80-828d-000000000002', 'two', 'Two', 'BD', 'BDT', 'Asia/Dhaka', now())`);
      for (const [name, permissions] of Object.entries(roles))
        await client.query(
          `insert into lastmile.role (tenant_id, id, name, permissions) values ('0198fa29-0b0d-7b80-828d-000000000001', gen_random_uuid(), $1, $2)`,
          [name, permissions],
        );
      await migrate(db.ownerUrl, migrations);
      const { rows } = await client.query<{
        name: string;
        permissions: string[];
        shipped: string | null;
        limits: object;
      }>(
        `select name, permissions, shipped, limits from lastmile.role where tenant_id = '0198fa29-0b0d-7b80-828d-000000000001'`,
      );
      const others = await client.query(
        `select from lastmile.role where tenant_id = '0198fa29-0b0d-7b80-828d-000000000002'`,
      );
      expect(others.rowCount).toBe(Object.keys(shippedRoles).length);
      return Object.fromEntries(rows.map(({ name, ...role }) => [name, role]));
    });
  } finally {
    await rm(former, { recursive: true });
  }
}

test('roles as the former release shipped them become those of this one, and the missing ones are added', async () => {
  const stored = await migrated({
    Owner: formerOwner,
    NOC: formerNoc,
    Dispatcher: formerDispatcher,
    Wall: ['alarm.view'],
  });
  const roles = Object.entries<ShippedRole>(shippedRoles);
  expect(Object.keys(stored).toSorted()).toEqual(roles.map(([, { name }]) => name).toSorted());
  for (const [key, { name, permissions, limits = {} }] of roles) {
    expect([name, stored[name]?.permissions.toSorted()]).toEqual([name, permissions.toSorted()]);
    expect([name, stored[name]?.shipped]).toEqual([name, key]);
    expect(Limits.parse(stored[name]?.limits)).toEqual(limits);
  }
});

test('what a company decided itself stays; new things can be seen; whoever might administer still may', async () => {
  const stored = await migrated({
    Owner: ['alarm.view', 'tenant.administer'],
    NOC: ['alarm.view', 'alarm.claim'],
    Dispatcher: formerDispatcher,
    Wall: ['alarm.view'],
    Boss: ['tenant.administer', 'inspector.view'],
    Support: ['alarm.view'],
    Empty: [],
  });
  const administration = [
    'approval.decide',
    'audit.view',
    'branch.manage',
    'role.manage',
    'tenant.manage',
    'token.manage',
    'user.manage',
    'user.view',
  ];
  expect(stored['Owner']).toMatchObject({ shipped: 'owner' });
  expect(stored['Owner']?.permissions.toSorted()).toEqual(
    ['alarm.view', 'maintenance.view', 'nas.view', 'onCall.view', ...administration].toSorted(),
  );
  expect(stored['NOC']?.permissions.toSorted()).toEqual([
    'alarm.claim',
    'alarm.view',
    'maintenance.view',
    'nas.view',
    'onCall.view',
  ]);
  expect(stored['NOC']?.limits).toEqual({});
  expect(stored['Boss']).toMatchObject({ shipped: null });
  expect(stored['Boss']?.permissions.toSorted()).toEqual([...administration, 'inspector.view'].toSorted());
  expect(stored['Support']).toMatchObject({ permissions: ['alarm.view'], shipped: null });
  expect(stored['Empty']?.permissions).toEqual([]);
  const known = new Set<string>(Permission.options);
  for (const { permissions } of Object.values(stored)) {
    expect(permissions.filter((permission) => !known.has(permission))).toEqual([]);
    expect(new Set(permissions).size).toBe(permissions.length);
  }
});
