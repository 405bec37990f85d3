import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { shardOf } from '#actors/system/shard.ts';
import { domainTables } from '#server/domainTables.ts';
import { insertWebhook } from '#server/messaging/channels/webhook/webhookStore.ts';
import { createMessagingFeature } from '#server/messaging/messagingFeature.ts';
import { createOnCallFeature } from '#server/onCall/onCallFeature.ts';
import { listPolicies, updatePolicy } from '#server/onCall/policyStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createEventLog } from '#server/platform/eventLog/eventLog.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { createReadiness } from '#server/platform/health/readiness.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { noMailer } from '#server/platform/mail/mailer.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import { ownsEverything } from '#test/support/actorWorld.ts';
import { alarmAt, newKey, raiseOf, source, user } from '#test/support/alarmNode.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { eventually } from '#test/support/eventually.ts';
import { recordingObserver } from '#test/support/recordingObserver.ts';
import { seedTenant } from '#test/support/seedTenant.ts';
import { withClient } from '#test/support/withClient.ts';
import { startReceiver } from '../messaging/receiver.ts';

const secrets = createSecrets([{ id: randomBytes(8), key: randomBytes(32) }]);
const gateway = '0198fa29-0b0d-7b80-828d-0000000000aa';

interface Server extends AsyncDisposable {
  tell(n: number, command: AlarmCommand, by?: UserId): Promise<string>;
}

/** One server process: actors, log, messaging and on-call over a real database. */
async function startServer(db: TestDatabase, tenant: TenantId): Promise<Server> {
  const { database } = db;
  const log = pino({ level: 'silent' });
  const eventLog = createEventLog({ database, clock: systemClock, upcasters: [], log });
  const system = new ActorSystem({
    domainKinds,
    store: new CommitStore(database.appPool, domainTables),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: ownsEverything,
    clock: systemClock,
    host: nodeHost,
    observer: recordingObserver(),
    onCommitted: (batch) => eventLog.offer(batch),
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
  });
  system.addTenant(tenant, 'Test');
  const repeating = createRepeatingLog({ log, clock: systemClock });
  const context = {
    ...{ log, repeating, database, eventLog, system, secrets, clock: systemClock, host: nodeHost, mailer: noMailer },
    config: {
      http: { host: '127.0.0.1', port: 3000, publicUrl: 'https://isp.test' },
      ...{ privateTargets: ['127.0.0.0/8'], heartbeat: { url: undefined, everyMs: 60_000 }, lab: { on: false } },
    },
    readiness: createReadiness(),
    ask: (envelope: CommandEnvelope) => system.ask(envelope),
    fence: (address: ActorAddress) => ownsEverything.fence(shardOf(address)),
    tenants: () => [tenant],
  } as unknown as FeatureContext;
  const messaging = createMessagingFeature(context);
  const onCall = createOnCallFeature(context, messaging);
  await eventLog.start();
  system.start();
  await messaging.start?.();
  await onCall.start?.();
  return {
    async tell(n, command, by) {
      const caller = by ? user(by) : source;
      const address = alarmAt(tenant, n);
      const reply = await system.ask({ address, key: newKey(), command, caller, deadlineAt: Date.now() + 30_000 });
      return reply.ok ? 'ok' : reply.code;
    },
    async [Symbol.asyncDispose]() {
      await onCall.stop?.();
      await messaging.stop?.();
      await system.stop();
      await eventLog.stop();
      repeating.stop();
    },
  };
}

async function useGateway(db: TestDatabase, tenant: TenantId, url: string, userId: UserId): Promise<void> {
  const route = { channel: 'webhook', webhookId: gateway } as const;
  await db.database.tenantTx(tenant, async (tx) => {
    const request = {
      ...{ method: 'POST' as const, url, headers: [], secretHeaders: [], signed: false },
      body: { kind: 'json' as const, template: '"{{title}}"' },
    };
    await insertWebhook(tx, { id: gateway, name: 'Gateway', request, sealed: undefined }, 0);
    const [policy] = await listPolicies(tx);
    const { id, version, position: _, ...plan } = policy!;
    const steps = [0, 600_000].map((afterMs) => ({
      ...{ afterMs, targets: [{ kind: 'user' as const, userId }], routes: [route], delivery: 'all' as const },
    }));
    await updatePolicy(tx, id, version, { ...plan, steps });
  });
}

const critical = (n: number): AlarmCommand => ({ ...raiseOf(n), severity: 'critical' });
const count = (db: TestDatabase, what: string): Promise<number> =>
  withClient(db.superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: string }>(`select count(*) from lastmile.${what}`);
    return Number(rows[0]?.count);
  });

test(
  'a storm calls for twenty-five alarms, the next when one is seen, and a restart calls nobody twice',
  { timeout: 60_000 },
  async () => {
    await using db = await createTestDatabase();
    await using outside = await startReceiver();
    const { tenant, users } = await seedTenant(db);
    // The server is stopped while the gateway has the calls and has not answered yet.
    outside.answersAfterMs = 300;
    {
      await using first = await startServer(db, tenant);
      await useGateway(db, tenant, outside.url, users[0]);
      await Promise.all(Array.from({ length: 30 }, (_, n) => first.tell(n, critical(n))));
      await eventually(() => outside.received.length >= 25, 'twenty-five calls');
    }
    await using second = await startServer(db, tenant);
    const titles = (): string[] => outside.received.map(({ body }) => body.toString());
    expect(await count(db, `escalation where state = 'waiting'`)).toBe(25);
    const seen = Number(/port (\d+)/.exec(titles()[0]!)![1]);
    expect(await second.tell(seen, { type: 'alarm.acknowledge' }, users[1])).toBe('ok');
    await eventually(() => outside.received.length >= 26, 'the call that had no room before');
    expect(new Set(titles()).size).toBe(26);
    // What the receiver has is written down a moment later.
    await expect.poll(() => count(db, `notice where state = 'delivered'`)).toBe(26);
  },
);

test('a gateway that refuses makes the next step come at once', { timeout: 60_000 }, async () => {
  await using db = await createTestDatabase();
  await using outside = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  await using server = await startServer(db, tenant);
  await useGateway(db, tenant, outside.url, users[0]);
  outside.statuses.push(403);
  await server.tell(1, critical(1));
  await eventually(() => outside.received.length === 2, 'the second step');
  // What is under way is finished before it stops.
  await server[Symbol.asyncDispose]();
  const events = await withClient(db.superuserUrl, (client) =>
    client.query<{ type: string }>(
      `select type from lastmile.event where kind in ('escalation', 'notice') order by position`,
    ),
  );
  const types = events.rows.map(({ type }) => type);
  expect(types).toContain('escalation.notified');
  // Who is being told is noted beside the telling, in whichever order the two commit.
  expect(types.filter((type) => type !== 'escalation.notified').slice(0, 8)).toEqual([
    'escalation.started',
    'escalation.stepReached',
    'notice.requested',
    'notice.attempted',
    'notice.attemptFailed',
    'notice.failed',
    'escalation.hastened',
    'escalation.stepReached',
  ]);
});
