import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AccountingLoader, type LoadedBatch } from '#server/accounting/accountingLoader.ts';
import { ensureAccountingPartitions } from '#server/accounting/accountingPartitionStore.ts';
import { SessionBoards } from '#server/accounting/sessionBoard.ts';
import { mikrotikDriver } from '#server/nas/vendors/mikrotik/mikrotikDriver.ts';
import type { NasWire } from '#server/nas/vendors/nasDriver.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { ToRadius } from '#server/radius/control/controlMessage.ts';
import { createHealingFeature, type HealingFeatureParts } from '#server/radius/healingFeature.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { createTestDatabase } from '../../support/database.ts';
import { seedTenant } from '../../support/seedTenant.ts';
import { withClient } from '../../support/withClient.ts';
import { RadiusClient, report } from '../process/radiusClient.ts';
import { router as nas } from '../process/runningRadius.ts';
import { healingWorld, SILENCE_MS } from './healingWorld.ts';

const INTERIM = 3;
const [going, unknown, over] = ['goes on', 'unknown', 'over'];
const patience = { timeout: 20_000 };

/**
 * All there is between a subscriber and the console: the router, the RADIUS server with its journal, the loader,
 * PostgreSQL, the sessions that screens show, and what asks routers back.
 */
test('while its router is not reached a session is unknown; then the router says what is over, and a late report opens it again (operators 6)', async () => {
  await using here = await healingWorld();
  const { stack, clock, radius, router } = here;
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db, { tenant: TenantId.parse(nas.tenantId) });
  await db.database.systemTx((tx) => ensureAccountingPartitions(tx, Date.now()));

  const boards = new SessionBoards();
  const listeners = new Set<(batch: LoadedBatch) => void>();
  const troubles: unknown[] = [];
  const loader = new AccountingLoader({
    ...{ pool: db.database.systemPool, clock: systemClock, zoneOf: () => 'UTC' },
    open: (from) => JournalReader.open(here.journalFolder, from),
    onLoaded(batch) {
      boards.apply(batch.drafts);
      for (const listener of listeners) listener(batch);
    },
    onReset: () => boards.reset(loader.open.all()),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  loader.start();
  stack.defer(() => loader.stop());

  const way: { wire?: NasWire; isBack?: () => void } = {};
  const parts = {
    radius: {
      line: {
        hello: {},
        send: (message: ToRadius) => (radius.process.apply(message), true),
        ready: () => Promise.resolve(),
      } as unknown as HealingFeatureParts['radius']['line'],
    },
    nas: {
      sessionsThere: async (_tenant, _id, sessions, signal) =>
        way.wire && (await mikrotikDriver.sessionsThere(way.wire, sessions, Date.now(), signal)),
      onConnected(listener) {
        way.isBack = () => listener(tenant, ActorId.parse(nas.nasId));
        return () => undefined;
      },
    },
    accounting: { boards, onLoaded: (listener) => (listeners.add(listener), () => listeners.delete(listener)) },
  } as HealingFeatureParts;
  const context = {
    ...{ clock, tenants: () => [tenant], config: { radius: { on: true } } },
    repeating: { report: (...trouble: unknown[]) => troubles.push(trouble) },
  } as unknown as FeatureContext;
  const healing = createHealingFeature(context, parts);
  await healing.start?.();
  stack.defer(() => healing.stop?.());

  const stored = async (): Promise<Record<string, string>> => {
    const { rows } = await withClient(db.superuserUrl, (client) =>
      client.query<{ username: string; is: string }>(
        `select username, case when ended_at is not null then '${over}' when unknown_since is not null then '${unknown}'
           else '${going}' end as is from lastmile.line_session order by username`,
      ),
    );
    return Object.fromEntries(rows.map(({ username, is }) => [username, is]));
  };
  const all = (is: string) => ({ ann: is, bob: is, guest: is, guest2: is });
  await expect.poll(stored, patience).toEqual(all(going!));
  const { id, startedAt } = sessionOf(boards, tenant, 'ann');

  clock.skip(SILENCE_MS);
  await expect.poll(stored, patience).toEqual(all(unknown!));
  for (let hour = 0; hour < 3; hour += 1) {
    clock.skip(3_600_000);
    await pause(200);
  }
  expect(await stored()).toEqual(all(unknown!));

  router.lines.leave(here.of('ann'), 'vanish');
  router.lines.leave(here.of('guest'), 'vanish');
  way.wire = await here.connect();
  way.isBack?.();
  await expect.poll(stored, patience).toEqual({ ann: over, bob: going, guest: over, guest2: going });

  // It was on its way for long: what the router said of itself was wrong.
  await using client = await RadiusClient.open(radius.ports);
  const seconds = Math.round((clock.now() - startedAt) / 1_000);
  const late = report(INTERIM, id, seconds, clock.now(), { [standardAttribute.userName]: 'ann' });
  await expect.poll(async () => (await client.account(late))?.code, patience).toBeDefined();
  await expect.poll(stored, patience).toEqual({ ann: going, bob: going, guest: over, guest2: going });
  expect(troubles).toEqual([]);
}, 120_000);

function sessionOf(boards: SessionBoards, tenant: TenantId, username: string) {
  for (const { session } of boards.of(tenant).entries.values())
    if (session.username === username) return { id: session.acctSessionId, startedAt: session.startedAt };
  throw new Error(`${username} is not in`);
}
