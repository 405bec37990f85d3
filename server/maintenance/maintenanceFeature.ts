import { MAINTENANCE } from '#actors/maintenance/maintenanceActor.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { MaintenanceOperatorCommand } from '#shared/maintenance/commands.ts';
import { coversThing } from '#shared/maintenance/covers.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { readAlarms, readStandingAlarms, readSuppressedAlarms } from '../alarm/alarmFeature.ts';
import { readAlarmSources } from '../alarmSource/alarmSourceFeature.ts';
import type { KindPermissions } from '../platform/actors/commandGateway.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import { followDurably } from '../platform/eventLog/durableFollower.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { readPeople } from '../tenant/tenantFeature.ts';
import type { MaintainedKind, MaintainedThing } from './maintainedKind.ts';
import { MaintenanceBoard } from './maintenanceBoard.ts';
import { maintenanceNotices } from './maintenanceNotices.ts';
import { maintenanceRoutes } from './maintenanceRoutes.ts';
import { MaintenanceRunner } from './maintenanceRunner.ts';
import { loadMaintenances, recentMaintenances, runningMaintenances } from './maintenanceStore.ts';
import { maintenanceListView, maintenanceView } from './maintenanceViews.ts';
import { isRunning } from './windowReach.ts';

export type { MaintainedKind, MaintainedThing } from './maintainedKind.ts';

/** A window that runs now. */
export interface RunningWindow {
  readonly id: ActorId;
  readonly title: string;
  /** As planned or extended; past it while it overruns. */
  readonly to: number;
}

/** Maintenance windows: plan, quiet alarms, report. */
export interface MaintenanceFeature extends Feature {
  /** Equipment that windows may cover; before the features start. */
  register(kind: MaintainedKind): void;
  /** The running window that covers the thing, the one that ends last; known a moment after the window's own event. */
  covering(
    tenant: TenantId,
    thing: Pick<MaintainedThing, 'kind' | 'id' | 'branchId' | 'sources'>,
  ): RunningWindow | undefined;
  /** Called when {@link covering} may answer differently. Answers how to stop it. */
  onChange(listener: (tenant: TenantId) => void): () => void;
}

const PAST_WINDOWS = 500;
const LOOK_AGAIN_MS = 15_000;

const permissions: KindPermissions = {
  kind: MAINTENANCE,
  commands: {
    'maintenance.plan': 'maintenance.manage',
    'maintenance.change': 'maintenance.manage',
    'maintenance.start': 'maintenance.manage',
    'maintenance.extend': 'maintenance.manage',
    'maintenance.end': 'maintenance.manage',
    'maintenance.cancel': 'maintenance.manage',
    'maintenance.take': 'maintenance.manage',
  } satisfies Record<MaintenanceOperatorCommand['type'], Permission>,
};

export function createMaintenanceFeature(context: FeatureContext): MaintenanceFeature {
  const { clock, database, eventLog, repeating } = context;
  const kinds: MaintainedKind[] = [
    {
      kind: 'alarmSource',
      // Whether it is up is said by its own alarms.
      list: async (tenant) =>
        (await readAlarmSources(database, tenant)).map(({ hostname, name, branchId }) => ({
          kind: 'alarmSource',
          id: hostname,
          name,
          branchId,
          sources: [hostname],
        })),
    },
  ];
  const boards = new Map<TenantId, Promise<MaintenanceBoard>>();
  const loaded = new Map<TenantId, MaintenanceBoard>();
  const followers = new Map<TenantId, Follower>();
  const listeners = new Set<(tenant: TenantId) => void>();
  let timer: unknown;
  let stopped = false;

  const thingsOf = async (tenant: TenantId): Promise<readonly MaintainedThing[]> =>
    (await Promise.all(kinds.map((kind) => kind.list(tenant)))).flat();
  const runner = new MaintenanceRunner({
    now: () => clock.now(),
    ask: context.ask,
    windows: (tenant, ids) =>
      inTenant(database.appPool, tenant, async (client) =>
        (await loadMaintenances(client, tenant, ids)).map(({ state }) => state),
      ),
    running: (tenant) =>
      inTenant(database.appPool, tenant, async (client) =>
        (await runningMaintenances(client, tenant)).map(({ state }) => state),
      ),
    standing: async (tenant) => (await readStandingAlarms(database, tenant, clock.now())).map(({ state }) => state),
    alarms: async (tenant, ids) => (await readAlarms(database, tenant, ids)).map(({ state }) => state),
    suppressed: async (tenant) => (await readSuppressedAlarms(database, tenant)).map(({ state }) => state),
    things: thingsOf,
    tell: maintenanceNotices({ clock, ask: context.ask }),
  });
  const trouble = (error: unknown): void =>
    repeating.report(
      'maintenance',
      'warn',
      { error: errorFields(error) },
      'what follows from a maintenance window could not be done; it is tried again',
    );

  async function open(tenant: TenantId): Promise<MaintenanceBoard> {
    const board = new MaintenanceBoard({
      tenant,
      eventLog,
      head: () => inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant)),
      recent: () => inTenant(database.appPool, tenant, (client) => recentMaintenances(client, tenant, PAST_WINDOWS)),
      load: (ids) => inTenant(database.appPool, tenant, (client) => loadMaintenances(client, tenant, ids)),
      async quiet() {
        const held = Map.groupBy(await readSuppressedAlarms(database, tenant), ({ state }) => state.shelvedFor!);
        return new Map([...held].map(([id, alarms]) => [id, alarms.length]));
      },
    });
    board.onChange(() => listeners.forEach((listener) => listener(tenant)));
    await board.start();
    loaded.set(tenant, board);
    listeners.forEach((listener) => listener(tenant));
    return board;
  }
  const boardOf = (tenant: TenantId): Promise<MaintenanceBoard> => {
    const opening = boards.get(tenant) ?? open(tenant);
    boards.set(tenant, opening);
    opening.catch(() => boards.delete(tenant));
    return opening;
  };

  async function follow(tenant: TenantId): Promise<void> {
    if (followers.has(tenant)) return;
    await boardOf(tenant);
    const follower = await followDurably(
      { database, eventLog },
      {
        tenant,
        name: 'maintenance',
        apply: (_tx, records) => runner.hear(tenant, records),
        onFailure: trouble,
      },
    );
    followers.set(tenant, follower);
  }

  const lookLater = (): void => {
    timer = clock.setTimeout(() => {
      const overrun = [...loaded].filter(([, board]) => board.windows().some(({ state }) => state.state === 'overrun'));
      void Promise.all(overrun.map(([tenant]) => runner.lookAgain(tenant)))
        .catch(trouble)
        .finally(() => {
          if (!stopped) lookLater();
        });
    }, LOOK_AGAIN_MS);
  };

  const ports = { clock, boardOf, namesOf: context.names.namesOf, thingsOf };
  return {
    name: 'maintenance',
    objectNames: { [MAINTENANCE]: storedNames(database, 'maintenance', 'title') },
    branchContent: branchHolding(database, MAINTENANCE, { table: 'maintenance', endedAt: 'ended_at' }),
    views: [maintenanceListView(ports), maintenanceView(ports)] as Feature['views'] & object,
    commands: [permissions],
    routes: maintenanceRoutes({
      things: thingsOf,
      standing: async (tenant) => (await readStandingAlarms(database, tenant, clock.now())).map(({ state }) => state),
      open: async (tenant) =>
        (await boardOf(tenant)).windows().flatMap(({ state }) => (state.endedAt === undefined ? [state] : [])),
      people: (tenant) => readPeople(database, tenant),
    }),
    register: (kind) => void kinds.push(kind),
    covering(tenant, thing) {
      const windows = (loaded.get(tenant)?.windows() ?? []).map(({ state }) => state);
      const covering = windows.filter((window) => isRunning(window) && coversThing(window, thing));
      return covering.map(runningWindow).toSorted((a, b) => b.to - a.to)[0];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      for (const tenant of context.tenants()) await follow(tenant);
      lookLater();
    },
    tenantAdded: follow,
    async stop() {
      stopped = true;
      clock.clearTimeout(timer);
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
      await Promise.all([...loaded.values()].map((board) => board.stop()));
    },
  };
}

function runningWindow({ id, title, toAt }: MaintenanceState): RunningWindow {
  return { id, title, to: toAt };
}
