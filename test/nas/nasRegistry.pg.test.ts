import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { NasRegistry, type NasEditor } from '#server/nas/nasRegistry.ts';
import { allNas, findNas, nasPage } from '#server/nas/nasStore.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';

const secrets = createSecrets([{ id: randomBytes(8), key: randomBytes(32) }]);
const vendor = nasDrivers[0]!.vendor;
const newNas = (fields: object): NewNas =>
  NewNas.parse({ name: 'Router', vendor, address: '10.0.0.1', username: 'api', password: 'secret', ...fields });

async function startRegistry() {
  const db = await createTestDatabase();
  const registry = new NasRegistry({ database: db.database, secrets, clock: systemClock, newId: randomUUID });
  const [own, other] = [await seedTenant(db), await seedTenant(db)];
  const editor = (of: typeof own, scope: NasEditor['scope'] = 'all'): NasEditor => ({
    tenant: of.tenant,
    scope,
    by: of.users[0],
  });
  return {
    db,
    registry,
    own,
    other,
    editor,
    events: async () =>
      (
        await db.database.systemPool.query<{ type: string; data: unknown }>(
          'select type, data from lastmile.event where tenant_id = $1 order by position',
          [own.tenant],
        )
      ).rows,
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

test('a router is registered with its secrets encrypted, and every act is in the log without them', async () => {
  await using world = await startRegistry();
  const { registry, editor, own } = world;
  const made = await registry.create(editor(own), newNas({ branchId: own.branches[0] }));
  expect(made).toMatchObject({ version: 1, port: 8729, security: 'pinned', fingerprint: null });
  expect(made.password.toString('latin1')).not.toContain('secret');
  expect(registry.open(made, 'password')).toBe('secret');
  expect(registry.open(made, 'radiusSecret')).toHaveLength(32);
  const changed = await registry.change(editor(own), made.id, { version: 1, name: 'Another', password: 'newsecret' });
  expect(changed).toMatchObject({ version: 2, name: 'Another' });
  expect(registry.open(changed, 'password')).toBe('newsecret');
  expect(await registry.revealRadiusSecret(editor(own), made.id)).toBe(registry.open(made, 'radiusSecret'));
  await registry.setArchived(editor(own), made.id, true);
  await registry.setArchived(editor(own), made.id, false);
  const events = await world.events();
  expect(events.map(({ type }) => type)).toEqual([
    'nas.registered',
    'nas.changed',
    'nas.radiusSecretRevealed',
    'nas.archived',
    'nas.restored',
  ]);
  expect(events[1]!.data).toEqual({
    changes: { name: { before: 'Router', after: 'Another' } },
    passwordChanged: true,
  });
  expect(JSON.stringify(events)).not.toMatch(/newsecret|password":\s*\{/);
});

test('a secret does not open in another row', async () => {
  await using world = await startRegistry();
  const { registry, editor, own } = world;
  const one = await registry.create(editor(own), newNas({}));
  const two = await registry.create(editor(own), newNas({ name: 'Second', address: '10.0.0.2' }));
  expect(() => registry.open({ ...two, password: one.password }, 'password')).toThrow(/not what was encrypted/);
});

test('nobody takes what is another’s, and tunnels keep equal addresses apart', async () => {
  await using world = await startRegistry();
  const { registry, editor, own, other } = world;
  await registry.create(editor(own), newNas({ radiusSource: '41.0.0.1' }));
  const refused = (fields: object): Promise<unknown> => registry.create(editor(other), newNas(fields));
  await expect(refused({})).rejects.toMatchObject({ code: 'nas/address-taken' });
  await expect(refused({ address: '10.0.0.9', radiusSource: '41.0.0.1' })).rejects.toMatchObject({
    code: 'nas/source-taken',
  });
  // Not even by naming itself: the first said that the whole address is its own.
  await expect(
    refused({ address: '10.0.0.9', radiusSource: '41.0.0.1', attribution: 'nasIdentifier', nasIdentifier: 'x' }),
  ).rejects.toMatchObject({ code: 'nas/source-taken' });

  const shared = { radiusSource: '41.0.0.2', attribution: 'nasIdentifier' };
  await registry.create(editor(own), newNas({ ...shared, name: 'A', address: '10.0.0.3', nasIdentifier: 'west' }));
  await refused({ ...shared, name: 'B', address: '10.0.0.4', nasIdentifier: 'east' });
  await expect(refused({ ...shared, name: 'C', address: '10.0.0.5', nasIdentifier: 'west' })).rejects.toMatchObject({
    code: 'nas/source-taken',
  });

  const tunnelled = { address: '192.168.88.1', attribution: 'tunnel' };
  await registry.create(editor(own), newNas({ ...tunnelled, name: 'T1', tunnelAddress: '10.200.0.2' }));
  await refused({ ...tunnelled, name: 'T2', tunnelAddress: '10.200.0.3' });
  await expect(refused({ ...tunnelled, name: 'T3', tunnelAddress: '10.200.0.2' })).rejects.toMatchObject({
    code: 'nas/tunnel-taken',
  });
  await expect(registry.create(editor(own), newNas({ name: 'router', address: '10.0.0.77' }))).rejects.toMatchObject({
    code: 'nas/name-taken',
  });
});

test('an archived router gives its addresses up, and does not get them back once taken', async () => {
  await using world = await startRegistry();
  const { registry, editor, own, other } = world;
  const made = await registry.create(editor(own), newNas({}));
  await registry.setArchived(editor(own), made.id, true);
  await registry.create(editor(other), newNas({}));
  await expect(registry.setArchived(editor(own), made.id, false)).rejects.toMatchObject({ code: 'nas/address-taken' });
  expect((await world.db.database.systemTx((tx) => allNas(tx))).map(({ tenant }) => tenant)).toEqual([other.tenant]);
});

test('somebody of one branch sees and changes that branch’s routers, and those of no branch', async () => {
  await using world = await startRegistry();
  const { registry, editor, own, db } = world;
  const [first, second] = own.branches;
  const mine = await registry.create(editor(own, [first]), newNas({ branchId: first }));
  const theirs = await registry.create(editor(own), newNas({ name: 'B', address: '10.0.0.2', branchId: second }));
  await expect(registry.create(editor(own, [first]), newNas({ name: 'C', address: '10.0.0.3' }))).rejects.toMatchObject(
    {
      code: 'nas/branch-not-found',
    },
  );
  await expect(registry.change(editor(own, [first]), theirs.id, { version: 1, site: 'x' })).rejects.toMatchObject({
    code: 'nas/not-found',
  });
  await expect(registry.change(editor(own, [first]), mine.id, { version: 1, branchId: second })).rejects.toMatchObject({
    code: 'nas/branch-not-found',
  });
  await expect(registry.revealRadiusSecret(editor(own, [first]), theirs.id)).rejects.toMatchObject({
    code: 'nas/not-found',
  });
  const page = { text: '', branchId: undefined, archived: false, limit: 10, after: undefined };
  const seen = await db.database.tenantTx(own.tenant, (tx) => nasPage(tx, { ...page, scope: [first] }));
  expect(seen.map(({ id }) => id)).toEqual([mine.id]);
  expect(await db.database.tenantTx(own.tenant, (tx) => findNas(tx, theirs.id, [first]))).toBeUndefined();
});

test('a change made from an older version is refused; so is one that would send the password elsewhere', async () => {
  await using world = await startRegistry();
  const { registry, editor, own } = world;
  const made = await registry.create(editor(own), newNas({}));
  await registry.change(editor(own), made.id, { version: 1, site: 'Roof' });
  await expect(registry.change(editor(own), made.id, { version: 1, site: 'Cellar' })).rejects.toMatchObject({
    code: 'nas/changed-meanwhile',
  });
  await expect(registry.change(editor(own), made.id, { version: 2, address: '203.0.113.9' })).rejects.toMatchObject({
    code: 'nas/password-missing',
  });
  await expect(registry.change(editor(own), made.id, { version: 2, attribution: 'tunnel' })).rejects.toMatchObject({
    code: 'nas/not-attributable',
  });
});

test('the first certificate is kept, and only the first', async () => {
  await using world = await startRegistry();
  const { registry, editor, own } = world;
  const made = await registry.create(editor(own), newNas({}));
  expect(await registry.pin(made, 'a'.repeat(64))).toBe(true);
  expect(await registry.pin(made, 'b'.repeat(64))).toBe(false);
  const moved = await registry.change(editor(own), made.id, { version: 1, address: '10.0.0.9', password: 'secret' });
  expect(moved.fingerprint).toBeNull();
});
