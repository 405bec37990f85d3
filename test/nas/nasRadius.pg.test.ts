import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { NasRegistry, type NasEditor } from '#server/nas/nasRegistry.ts';
import { NasRadiusDesk } from '#server/nas/radius/nasRadiusDesk.ts';
import { nasRadiusEntries } from '#server/nas/radius/nasRadiusEntries.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { NEXT_SESSIONS_MS } from '#shared/nas/radius.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const secrets = createSecrets([{ id: randomBytes(8), key: randomBytes(32) }]);
const HOUR_MS = 3_600_000;

async function startDesk() {
  const db = await createTestDatabase();
  const clock = new SimulatedTime(1_800_000_000_000);
  const own = await seedTenant(db);
  const editor: NasEditor = { tenant: own.tenant, scope: 'all', by: own.users[0] };
  const shared = { database: db.database, secrets, clock };
  const registry = new NasRegistry({ ...shared, newId: randomUUID });
  const register = (fields: object) =>
    registry.create(
      editor,
      NewNas.parse({
        ...{ name: 'R1', vendor: nasDrivers[0]!.vendor, address: '10.0.0.1', username: 'api', password: 'secret' },
        ...{ radiusSource: '10.0.0.9', radiusSecret: 'the-first-of-secrets' },
        ...fields,
      }),
    );
  return {
    clock,
    editor,
    registry,
    register,
    desk: new NasRadiusDesk(shared),
    entries: () =>
      nasRadiusEntries({
        ...shared,
        onTrouble(_nas, error) {
          throw error;
        },
      })(own.tenant),
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

test('a secret is rotated: both are believed until the time is over, the newer one first', async () => {
  await using world = await startDesk();
  const nas = await world.register({});
  const rotated = await world.desk.rotate(world.editor, nas.id, { overlapHours: 2 });
  expect(rotated.version).toBe(2);
  expect(await world.entries()).toMatchObject([
    {
      ...{ sources: ['10.0.0.9'], incomingAddress: '10.0.0.9', messageAuthenticator: 'learnt' },
      secrets: [rotated.radiusSecret, 'the-first-of-secrets'],
      secretEndsAt: world.clock.now() + 2 * HOUR_MS,
    },
  ]);
  await world.clock.advance(2 * HOUR_MS);
  expect((await world.entries())[0]?.secrets).toEqual([rotated.radiusSecret]);
  const events = await world.events();
  expect(events.map(({ type }) => type)).toEqual(['nas.registered', 'nas.radiusSecretRotated']);
  expect(JSON.stringify(events)).not.toContain(rotated.radiusSecret);
});

test('a rotation is ended by hand', async () => {
  await using world = await startDesk();
  const nas = await world.register({});
  const { radiusSecret } = await world.desk.rotate(world.editor, nas.id, { overlapHours: 72 });
  expect((await world.desk.endRotation(world.editor, nas.id)).previousUntil).toBeNull();
  expect((await world.entries())[0]?.secrets).toEqual([radiusSecret]);
});

test('routers behind one address have to prove who they are', async () => {
  await using world = await startDesk();
  const nas = await world.register({ attribution: 'nasIdentifier', nasIdentifier: 'R1' });
  await world.desk.change(world.editor, nas.id, { messageAuthenticator: 'accepted', incomingPort: 1700 });
  expect(await world.entries()).toMatchObject([
    { messageAuthenticator: 'required', nasIdentifier: 'R1', incomingPort: 1700 },
  ]);
});

test('a router whose source is not known yet, and an archived one, are no RADIUS clients', async () => {
  await using world = await startDesk();
  const nas = await world.register({ radiusSource: null });
  expect(await world.entries()).toMatchObject([{ sources: [] }]);
  await world.registry.setArchived(world.editor, nas.id, true);
  expect(await world.entries()).toEqual([]);
});

test('counters that a router exchanges are said so for sessions that begin later, and no longer', async () => {
  await using world = await startDesk();
  const { clock, desk, editor } = world;
  const nas = await world.register({});
  const { nasId: _, ...usual } = await desk.read(editor, nas.id);
  expect(usual).toMatchObject({ countersReversedFrom: null });
  const on = await desk.change(editor, nas.id, { countersReversed: true });
  expect(on).toMatchObject({ countersReversedFrom: clock.now() + NEXT_SESSIONS_MS, countersReversedUntil: null });
  // Said again, or something else is changed: it holds as since then.
  await clock.advance(HOUR_MS);
  expect(await desk.change(editor, nas.id, { countersReversed: true, incomingPort: 3799 })).toMatchObject({
    ...{ countersReversedFrom: on.countersReversedFrom, countersReversedUntil: null, incomingPort: 3799 },
  });
  expect(await desk.change(editor, nas.id, { countersReversed: false })).toMatchObject({
    ...{ countersReversedFrom: on.countersReversedFrom, countersReversedUntil: clock.now() + NEXT_SESSIONS_MS },
  });
  const changes = (await world.events()).filter(({ type }) => type === 'nas.radiusChanged').map(({ data }) => data);
  expect(changes[0]).toEqual({ changes: { countersReversed: { before: false, after: true } } });
});
