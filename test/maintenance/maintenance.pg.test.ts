import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { alarmActor } from '#actors/alarm/alarmActor.ts';
import { maintenanceActor } from '#actors/maintenance/maintenanceActor.ts';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { createMaintenanceFeature, type MaintenanceFeature } from '#server/maintenance/maintenanceFeature.ts';
import { maintenanceTable } from '#server/maintenance/maintenanceStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { createEventLog } from '#server/platform/eventLog/eventLog.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { ownsEverything } from '../support/actorWorld.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { recordingObserver } from '../support/recordingObserver.ts';
import { seedTenant } from '../support/seedTenant.ts';

const HOUR = 3_600_000;

interface Node extends AsyncDisposable {
  readonly feature: MaintenanceFeature;
  send(kind: string, id: ActorId, command: object, caller?: Caller): Promise<Reply>;
}

/** One server with alarms and windows over a real database and log. */
async function startNode(db: TestDatabase, tenant: TenantId): Promise<Node> {
  const { database } = db;
  const eventLog = createEventLog({ database, clock: systemClock, upcasters: [], pollMs: 200 });
  await eventLog.start();
  const system = new ActorSystem({
    domainKinds: [alarmActor, maintenanceActor] as unknown as readonly DomainKind[],
    store: new CommitStore(database.appPool, [alarmTable, maintenanceTable]),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: ownsEverything,
    clock: systemClock,
    host: nodeHost,
    observer: recordingObserver(),
    onCommitted: (batch) => eventLog.offer(batch),
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
  });
  system.start();
  const feature = createMaintenanceFeature({
    database,
    eventLog,
    clock: systemClock,
    repeating: { report: () => undefined, stop: () => undefined },
    ask: (envelope: Parameters<ActorSystem['ask']>[0]) => system.ask(envelope),
    tenants: () => [tenant],
    names: { namesOf: async () => ({ userName: () => 'Somebody', branchName: () => 'Westlands' }) },
  } as unknown as FeatureContext);
  await feature.start?.();
  return {
    feature,
    send: (kind, id, command, caller = { kind: 'system', name: 'test' }) =>
      system.ask({
        address: { tenant, kind, id },
        key: IdempotencyKey.parse(`test:${randomUUID()}`),
        command,
        caller,
        deadlineAt: Date.now() + 20_000,
      }),
    async [Symbol.asyncDispose]() {
      await feature.stop?.();
      await system.stop();
      await eventLog.stop();
    },
  };
}

async function stateOf(db: TestDatabase, tenant: TenantId, id: ActorId): Promise<unknown> {
  const found = await inTenant(db.database.appPool, tenant, (client) => alarmTable.load(client, tenant, [id]));
  return (found.get(id)?.state as { state: string } | undefined)?.state;
}

/** As {@link eventually}, for what is asked of the database. */
async function stored(holds: () => Promise<boolean>, what: string): Promise<void> {
  const until = performance.now() + 20_000;
  while (!(await holds())) if (performance.now() > until) throw new Error(`not within 20 s: ${what}`);
}

test('a window runs by its deadlines over a restart: alarms quiet, a new one at once, all loud after its end', async () => {
  await using db = await createTestDatabase();
  const { tenant, users, branches } = await seedTenant(db);
  const by: Caller = { kind: 'user', userId: users[0], branches: 'all' };
  const window = ActorId.parse(randomUUID());
  const raise = async (node: Node, source: string): Promise<ActorId> => {
    const id = alarmId(tenant, source, 'linkDown');
    const text = `${source} is down`;
    const command = { type: 'alarm.raise', source, cause: 'linkDown', severity: 'major', text, branchId: branches[0] };
    expect(await node.send('alarm', id, command)).toMatchObject({ ok: true });
    return id;
  };
  const shows = (id: ActorId, state: string): Promise<void> =>
    stored(async () => (await stateOf(db, tenant, id)) === state, `the alarm is ${state}`);
  let standing: ActorId;
  {
    await using node = await startNode(db, tenant);
    standing = await raise(node, 'sw-1');
    const now = Date.now();
    const plan = {
      type: 'maintenance.plan',
      title: 'Core swap',
      reason: 'New core',
      impact: '',
      scope: [{ kind: 'branch', id: branches[0] }],
      from: now + 300,
      to: now + HOUR,
      notices: [{ beforeMs: HOUR, to: [users[1]] }],
    };
    expect(await node.send('maintenance', window, plan, by)).toMatchObject({ ok: true });
    await shows(standing, 'shelved');
    const thing = { kind: 'nas', id: randomUUID(), branchId: branches[0], sources: [] };
    await eventually(() => node.feature.covering(tenant, thing)?.id === window, 'the router is covered');
    expect(node.feature.covering(tenant, { ...thing, branchId: branches[1] })).toBeUndefined();
  }
  await using node = await startNode(db, tenant);
  const later = await raise(node, 'sw-2');
  await shows(later, 'shelved');
  expect(await node.send('maintenance', window, { type: 'maintenance.end', note: 'done' }, by)).toMatchObject({
    ok: true,
  });
  await shows(standing, 'raised');
  await shows(later, 'raised');
  const load = (): Promise<unknown> =>
    inTenant(
      db.database.appPool,
      tenant,
      async (client) => (await maintenanceTable.load(client, tenant, [window])).get(window)!.state,
    );
  await stored(async () => ((await load()) as { report?: unknown }).report !== undefined, 'the report');
  expect(await load()).toMatchObject({
    state: 'ended',
    outcome: 'done',
    report: { total: 2, alarmsShelved: 2 },
    told: [{ userId: users[1], about: 'announced', sent: false }],
  });
});
