import { randomUUID } from 'node:crypto';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import type { LabNas } from '#lab/nas/nasNetwork.ts';
import { createApprovals } from '#server/approval/approvals.ts';
import { createDeviceIntentFeature, type DeviceIntentFeature } from '#server/deviceIntent/deviceIntentFeature.ts';
import { intentsOfDevice } from '#server/deviceIntent/deviceIntentStore.ts';
import { domainTables } from '#server/domainTables.ts';
import { createNasFeature, type NasFeature } from '#server/nas/nasFeature.ts';
import type { StoredNas } from '#server/nas/storedNas.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { createEventLog } from '#server/platform/eventLog/eventLog.ts';
import type { Feature, FeatureContext } from '#server/platform/feature.ts';
import { createMetrics } from '#server/platform/metrics/metrics.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { IntentFacts } from '#shared/deviceIntent/values.ts';
import type { NasAct } from '#shared/nas/acts.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import { ownsEverything } from '../support/actorWorld.ts';
import type { TestDatabase } from '../support/database.ts';
import { recordingObserver } from '../support/recordingObserver.ts';

export interface NasParts {
  readonly deviceIntents: DeviceIntentFeature;
  readonly routers: NasFeature;
}

/** Intents and routers over whatever a test already has. */
export function createNasParts(
  context: Pick<FeatureContext, 'database' | 'eventLog' | 'clock' | 'system' | 'approvals' | 'names'>,
  tenants: () => readonly TenantId[],
  options: { readonly owns?: () => boolean; readonly facing?: readonly string[] } = {},
): NasParts {
  const whole = {
    ...context,
    tenants,
    host: nodeHost,
    secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
    metrics: createMetrics(),
    log: console,
    repeating: { report: () => undefined, stop: () => undefined },
    ask: (envelope: Parameters<ActorSystem['ask']>[0]) => context.system.ask(envelope),
    fence: () => ((options.owns?.() ?? true) ? { shard: 0, epoch: 0n } : undefined),
    config: {
      lab: { on: true },
      routers: {
        facingAddresses: options.facing ?? ['127.0.0.1'],
        ntpServers: ['0.pool.ntp.org', '1.pool.ntp.org'],
        authenticationPort: 1812,
        accountingPort: 1813,
        incomingPort: 3799,
        portalPort: 8091,
      },
    },
  } as unknown as FeatureContext;
  const deviceIntents = createDeviceIntentFeature(whole);
  const routers = createNasFeature(whole, {
    samples: { sink: { record: () => undefined }, access: { register: () => undefined } } as never,
    maintenance: { register: () => undefined, covering: () => undefined, onChange: () => () => undefined } as never,
    intents: deviceIntents,
    backupPace: { lookEveryMs: 200, againAfterMs: 300 },
  });
  return { deviceIntents, routers };
}

export interface NasNode extends AsyncDisposable, NasParts {
  register(lab: LabNas, login?: { readonly username: string; readonly password: string }): Promise<StoredNas>;
  untilUp(nas: StoredNas): Promise<void>;
  ask(nas: StoredNas, act: NasAct): Promise<ActorId>;
  /** When it has come to the state, or its whole story when it has not within `mostMs`. */
  untilIntent(nas: StoredNas, id: ActorId, state: string, mostMs?: number): Promise<IntentSeen>;
}

type IntentSeen = Awaited<ReturnType<typeof intentsOfDevice>>[number]['state'];

/** One server with routers and what is done to them, on a database that outlives it. */
export async function startNasNode(db: TestDatabase, tenant: TenantId): Promise<NasNode> {
  const { database } = db;
  const clock: Clock = systemClock;
  const eventLog = createEventLog({ database, clock, upcasters: [], pollMs: 200 });
  await eventLog.start();
  const system = new ActorSystem({
    domainKinds,
    store: new CommitStore(database.appPool, domainTables),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: ownsEverything,
    clock,
    host: nodeHost,
    observer: recordingObserver(),
    onCommitted: (batch) => eventLog.offer(batch),
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
  });
  system.addTenant(tenant, 'Test');
  const ask = (envelope: Parameters<ActorSystem['ask']>[0]): ReturnType<ActorSystem['ask']> => system.ask(envelope);
  const approvals = createApprovals({ database, clock, newId: nodeHost.newId, ask });
  const names = {
    namesOf: () => Promise.resolve({ userName: () => 'Somebody', branchName: () => 'First' }),
    onNamesChanged: () => () => undefined,
  } as unknown as FeatureContext['names'];
  const parts = createNasParts({ database, eventLog, clock, system, approvals, names }, () => [tenant]);
  const features: readonly Feature[] = [parts.deviceIntents, parts.routers];
  system.start();
  for (const feature of features) await feature.start?.();
  const seen = async (nas: StoredNas, id: ActorId): Promise<IntentSeen | undefined> =>
    (
      await inTenant(database.appPool, tenant, (client) =>
        intentsOfDevice(client, tenant, { kind: 'nas', id: nas.id }, 50),
      )
    )
      .map(({ state }) => state)
      .find((one) => one.id === id);
  return {
    ...parts,
    async register({ device, plan, user, password }, login = { username: user, password }) {
      const port = device.portOf('api')!;
      const fields = { name: plan.name, vendor: nasDrivers[0]!.vendor, address: '127.0.0.1', port, security: 'plain' };
      return await parts.routers.registry.create(
        { tenant, scope: 'all', by: undefined },
        NewNas.parse({ ...fields, ...login, radiusSource: '127.0.0.1', commandsPerSecond: 200 }),
      );
    },
    async untilUp(nas) {
      await until(() => Promise.resolve(isUp(parts.routers, nas)), `${nas.name} is connected`);
    },
    async ask(nas, { act, ...input }) {
      const { id, reply } = await parts.deviceIntents.request({
        tenant,
        device: { kind: 'nas', id: nas.id },
        act,
        input: IntentFacts.parse(input),
        caller: { kind: 'system', name: 'test' },
        key: IdempotencyKey.parse(randomUUID()),
      });
      if (!reply.ok) throw new Error(reply.code);
      return id;
    },
    async untilIntent(nas, id, state, mostMs = 45_000) {
      let last: IntentSeen | undefined;
      await until(async () => (last = await seen(nas, id))?.state === state, `${act(last)} is ${state}`, mostMs).catch(
        (error: unknown) => {
          throw new Error(`${JSON.stringify(last)}`, { cause: error });
        },
      );
      return last!;
    },
    async [Symbol.asyncDispose]() {
      for (const feature of features.toReversed()) await feature.stop?.();
      await system.stop();
      await eventLog.stop();
    },
  };
}

const act = (intent: IntentSeen | undefined): string => intent?.act ?? 'the intent';

export function isUp(routers: NasFeature, { tenant, id }: StoredNas): boolean {
  try {
    routers.wireOf(tenant, id);
    return true;
  } catch {
    return false;
  }
}

/** Looks again as soon as the last look is answered. */
export async function until(holds: () => Promise<boolean>, what: string, mostMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${mostMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
