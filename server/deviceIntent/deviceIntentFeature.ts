import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { Caller } from '#actors/system/envelope.ts';
import type { DeviceIntentOperatorCommand } from '#shared/deviceIntent/commands.ts';
import type { DeviceRef, IntentAct, IntentFacts } from '#shared/deviceIntent/values.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { ActorId, type BranchId, type IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { KindPermissions } from '../platform/actors/commandGateway.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { Feature, FeatureContext, ObjectNames } from '../platform/feature.ts';
import { deviceIntentTable, intentsOfDevice, openIntents, type StoredIntent } from './deviceIntentStore.ts';
import { deviceIntentView } from './deviceIntentView.ts';
import { IntentBoard } from './intentBoard.ts';
import type { IntentDriver } from './intentDriver.ts';
import { intentNames } from './intentNames.ts';
import { IntentRunner } from './intentRunner.ts';

export type { IntentDriver, IntentOutcome, IntentTask } from './intentDriver.ts';

/** What a feature asks to happen on one of its devices. */
export interface IntentRequest {
  readonly tenant: TenantId;
  readonly device: DeviceRef;
  readonly act: IntentAct;
  readonly input: IntentFacts;
  readonly branchId?: BranchId;
  readonly reason?: string;
  /** Not begun until then: expired. */
  readonly notAfter?: number;
  readonly caller: Caller;
  /** Chosen by whoever asks: the same key never acts twice. */
  readonly key: IdempotencyKey;
  /** The intent's id; a new one unless told. */
  readonly id?: ActorId;
  /**
   * What its driver would begin with, if that is known already: where this server owns the device one transaction is both,
   * the request and its beginning.
   */
  readonly begun?: IntentFacts;
}

export type IntentReply = { readonly id: ActorId; readonly reply: Reply };

/** Acts on devices that are carried out once and read back. */
export interface DeviceIntentFeature extends Feature {
  /** Before the features start. */
  register(driver: IntentDriver): void;
  request(request: IntentRequest): Promise<IntentReply>;
  /** Whether an intent of this id was asked for. */
  isKnown(tenant: TenantId, id: ActorId): Promise<boolean>;
  /** The latest of one act on a device, latest first. */
  latestOf(tenant: TenantId, device: DeviceRef, act: IntentAct): Promise<readonly DeviceIntentState[]>;
  /** What waits for the device goes on at once. */
  deviceIsBack(tenant: TenantId, device: DeviceRef): void;
}

const LATEST = 50;
const ANSWER_WITHIN_MS = 15_000;

const permissions: KindPermissions = {
  kind: DEVICE_INTENT,
  commands: {
    'deviceIntent.retry': 'nas.operate',
    'deviceIntent.cancel': 'nas.operate',
    'deviceIntent.dismiss': 'nas.operate',
  } satisfies Record<DeviceIntentOperatorCommand['type'], Permission>,
};

/** `ofDevices`: what devices of a kind are called, to be asked later. */
export function createDeviceIntentFeature(
  context: FeatureContext,
  ofDevices: (kind: string) => ObjectNames | undefined = () => undefined,
): DeviceIntentFeature {
  const { clock, host, database, eventLog, repeating } = context;
  const boards = new Map<TenantId, IntentBoard>();
  const load = (tenant: TenantId, ids: readonly ActorId[]): Promise<readonly StoredIntent[]> =>
    inTenant(database.appPool, tenant, async (client) => {
      const found = await deviceIntentTable.load(client, tenant, ids);
      return [...found.values()] as StoredIntent[];
    });
  const runner = new IntentRunner({
    clock,
    newId: host.newId,
    ask: context.ask,
    fence: context.fence,
    read: async (tenant, id) => (await load(tenant, [id]))[0]?.state,
    onTrouble: (intent, err) =>
      repeating.report(
        `intent.${intent.act}`,
        'warn',
        { err, intent: intent.id },
        'an intent could not be carried out',
      ),
  });

  async function follow(tenant: TenantId): Promise<void> {
    if (boards.has(tenant)) return;
    const board = new IntentBoard({
      tenant,
      clock,
      eventLog,
      runner,
      head: () => inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant)),
      open: () => inTenant(database.appPool, tenant, (client) => openIntents(client, tenant)),
      load: (ids) => load(tenant, ids),
    });
    boards.set(tenant, board);
    await board.start();
  }

  return {
    name: 'device intents',
    objectNames: {
      [DEVICE_INTENT]: intentNames(async (...of) => (await load(...of)).map(({ state }) => state), ofDevices),
    },
    views: [
      deviceIntentView({
        boardOf: async (tenant) => {
          await follow(tenant);
          return boards.get(tenant)!;
        },
        latestOf: (tenant, device) =>
          inTenant(database.appPool, tenant, (client) => intentsOfDevice(client, tenant, device, LATEST)),
        namesOf: (tenant) => context.names.namesOf(tenant),
      }),
    ],
    commands: [permissions],
    async start() {
      for (const tenant of context.tenants()) await follow(tenant);
    },
    tenantAdded: follow,
    async stop() {
      await Promise.all([...boards.values()].map((board) => board.stop()));
      await runner.stop();
    },
    register: (driver) => runner.register(driver),
    async request({ tenant, caller, key, id = ActorId.parse(host.newId()), begun, ...command }) {
      const fence = begun && context.fence({ tenant, ...command.device });
      const reply = await context.ask({
        address: { tenant, kind: DEVICE_INTENT, id },
        key,
        command: { type: 'deviceIntent.request', ...command, ...(fence ? { begun } : {}) },
        caller,
        ...(fence ? { fence } : {}),
        deadlineAt: clock.now() + ANSWER_WITHIN_MS,
      });
      return { id, reply };
    },
    isKnown: async (tenant, id) => (await load(tenant, [id])).length > 0,
    async latestOf(tenant, device, act) {
      const found = await inTenant(database.appPool, tenant, (client) =>
        intentsOfDevice(client, tenant, device, LATEST, act),
      );
      return found.map(({ state }) => state);
    },
    deviceIsBack: (tenant, { kind, id }) => boards.get(tenant)?.deviceIsBack(kind, id),
  };
}
