import { NAS } from '#actors/nas/nasActor.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Difference } from '#shared/deviceIntent/values.ts';
import type { RadiusCounters } from '#shared/nas/radiusTest.ts';
import type { NasState } from '#shared/nas/values.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { MaintenanceFeature } from '../maintenance/maintenanceFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import type { SampleFeature } from '../sample/sampleFeature.ts';
import type { SchedulerPace } from './backup/nasBackupScheduler.ts';
import { pointLabRouters } from './labRadius.ts';
import { registerLabRouters } from './labRouters.ts';
import { maintainedEntry, maintainedNas } from './maintainedNas.ts';
import { mayConnectTo } from './mayConnect.ts';
import type { NasPriority } from './nasBudget.ts';
import { NasFleet } from './nasFleet.ts';
import { registerNasMetrics } from './nasMetrics.ts';
import { NasRegistry } from './nasRegistry.ts';
import { nasRoutes } from './nasRoutes.ts';
import { nasUnitOf } from './nasSamples.ts';
import { inNasScope } from './nasScopeText.ts';
import { nasSearch } from './nasSearch.ts';
import { nasViews } from './nasViews.ts';
import { createNasWork } from './nasWork.ts';
import { NasRadiusDesk } from './radius/nasRadiusDesk.ts';
import { type NasRadiusEntries, nasRadiusEntries } from './radius/nasRadiusEntries.ts';
import { nasRadiusRoutes } from './radius/nasRadiusRoutes.ts';
import type { StoredNas } from './storedNas.ts';
import { nasDriverOf } from './vendors/all.ts';
import type { NasAccount } from './vendors/nasAccounts.ts';
import type { LiveSession, NasWire, SessionRates } from './vendors/nasDriver.ts';
import type { FixedLine, FixedPlace, FixedReadings } from './vendors/nasFixedLines.ts';
import type { NasGarden } from './vendors/nasGarden.ts';
import type { NasNames, NasPoolUse } from './vendors/nasNames.ts';
import type { ReportedSession, SessionsThere } from './vendors/reportedSession.ts';

export interface NasFeatureParts {
  readonly samples: Pick<SampleFeature, 'sink' | 'access'>;
  readonly maintenance: Pick<MaintenanceFeature, 'register' | 'covering' | 'onChange'>;
  /** Acts on routers; what waits for one goes on when it can be reached again. */
  readonly intents: Pick<DeviceIntentFeature, 'register' | 'request' | 'isKnown' | 'deviceIsBack'>;
  /** How often backups are looked at; as the product does unless told. */
  readonly backupPace?: SchedulerPace;
}

/** Of one router, over the connection it has at the moment. */
export interface FixedLinesThere {
  read(lines: readonly FixedLine[], signal: AbortSignal): Promise<FixedReadings>;
  /** Answers what the router refused. */
  putRight(
    line: FixedLine,
    isKept: (difference: Difference) => boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Which of these addresses the router knows. */
  places(addresses: ReadonlySet<string>, signal: AbortSignal): Promise<readonly FixedPlace[]>;
  /** Answers how many entries there were. */
  remove(lineId: string, signal: AbortSignal): Promise<number>;
}

/** Routers: registered, kept connected, watched. */
export interface NasFeature extends Feature {
  /** As registered; undefined when there is none of this id that is not archived. */
  find(tenant: TenantId, id: ActorId): StoredNas | undefined;
  /**
   * What one session moves, each second until the signal aborts, within the router's budget. Resolves with false when
   * nothing counts such a session; rejects while the router is not connected.
   */
  followSession(
    tenant: TenantId,
    id: ActorId,
    session: LiveSession,
    onRate: (rate: SessionRates) => void,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** How it stands, and since when; undefined as with `find`. */
  stateOf(tenant: TenantId, id: ActorId): { readonly state: NasState; readonly since: number } | undefined;
  /**
   * The live connection of a router, for commands within its budget and before its own polls. Throws NasTrouble while it is
   * not connected.
   */
  wireOf(tenant: TenantId, id: ActorId): NasWire;
  readonly registry: NasRegistry;
  /**
   * What a session is limited to, as its router says now, within the router's budget. Rejects while it is not connected or
   * has no time; undefined when it does not say.
   */
  sessionRates(tenant: TenantId, id: ActorId, username: string, signal: AbortSignal): Promise<SessionRates | undefined>;
  /**
   * Which of these sessions the router has now, and which no more; undefined while it is not connected. Rejects when it has
   * no time, or does not answer.
   */
  sessionsThere<S extends ReportedSession>(
    tenant: TenantId,
    id: ActorId,
    sessions: readonly S[],
    signal: AbortSignal,
  ): Promise<SessionsThere<S> | undefined>;
  /**
   * Who is in a router's walled garden now; with `clear`, what they have open to elsewhere from before is ended. Rejects
   * while it is not connected, or has no time.
   */
  gardenOn(tenant: TenantId, id: ActorId, clear: boolean, signal: AbortSignal): Promise<NasGarden>;
  /** A router is connected, or is so again; answers how to stop hearing of it. */
  onConnected(listener: (tenant: TenantId, id: ActorId) => void): () => void;
  /** What is called by name on a router, read from it now. Rejects while it is not connected or has no time. */
  namesOn(tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<NasNames>;
  /** Whom a router lets in by itself, read from it now; passwords in clear. Rejects as `namesOn` does. */
  accountsOn(tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<readonly NasAccount[]>;
  /** The same of its pools by these names, as a poll: people go first. */
  poolUsesOn(
    tenant: TenantId,
    id: ActorId,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly NasPoolUse[]>;
  /**
   * Lines with an address of their own on a router, within its budget: `people` before `polls`. Throws NasTrouble while it
   * is not connected.
   */
  fixedLinesOn(tenant: TenantId, id: ActorId, priority?: NasPriority): FixedLinesThere;
  /** What a router counted of our RADIUS servers since it started. Rejects as `namesOn` does. */
  radiusCountersOn(tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<readonly RadiusCounters[]>;
  /** Every one that is registered and not archived. */
  inUse(tenant: TenantId): readonly StoredNas[];
  /** Routers in use as RADIUS has to know them, secrets in clear; read from the database now. */
  readonly radiusEntries: NasRadiusEntries;
}

export { switchedAccounts } from './acts/switchAccountsAct.ts';
export { nasRefusal } from './nasRefusal.ts';
export { requireLiveNas } from './requireLiveNas.ts';
export type { StoredNas } from './storedNas.ts';
export { nasDrivers } from './vendors/all.ts';
export type { NasAccount } from './vendors/nasAccounts.ts';
export type { FixedCounter, FixedLine, FixedReading, FixedReadings } from './vendors/nasFixedLines.ts';
export type { NasNames, NasPoolUse } from './vendors/nasNames.ts';
export type { NasRadiusEntries, NasRadiusEntry } from './radius/nasRadiusEntries.ts';

export function createNasFeature(context: FeatureContext, parts: NasFeatureParts): NasFeature {
  const { config, clock, database, host, log, names, secrets } = context;
  const { maintenance } = parts;
  const mayConnect = (address: string): boolean => mayConnectTo(address, config.lab.on);
  const registry = new NasRegistry({ database, secrets, clock, newId: host.newId });
  const covered = (nas: StoredNas): boolean => maintenance.covering(nas.tenant, maintainedNas(nas)) !== undefined;
  const connectedListeners = new Set<(tenant: TenantId, id: ActorId) => void>();
  const fleet = new NasFleet({
    ...{ ...context, registry, mayConnect, sink: parts.samples.sink, covered },
    deviceIsBack: (tenant, device) => {
      parts.intents.deviceIsBack(tenant, device);
      for (const listener of connectedListeners) listener(tenant, device.id);
    },
  });
  const work = createNasWork(context, { ...parts, fleet, registry, mayConnect });
  const registration = nasRoutes({
    database,
    registry,
    limits: context.approvals.limits,
    names,
    clock,
    mayConnect,
    boardOf: (tenant) => fleet.boardOf(tenant),
    tryNow: (tenant, id) => fleet.tell(tenant, id, { type: 'nas.tryNow' }),
  });
  const radiusRoutes = nasRadiusRoutes(new NasRadiusDesk({ database, secrets, clock }));
  registerNasMetrics(context.metrics.registry, fleet);
  maintenance.register({
    kind: NAS,
    list: (tenant) => Promise.resolve([...fleet.boardOf(tenant).all()].map(maintainedEntry)),
  });
  maintenance.onChange((tenant) => fleet.coverageChanged(tenant));
  parts.samples.access.register(NAS, {
    mayView: ({ tenant, permissions, branches }, id) => {
      const entry = fleet.boardOf(tenant).get(id);
      return permissions.has('nas.view') && entry !== undefined && inNasScope(branches, entry.record.branchId);
    },
    unitOf: nasUnitOf,
  });
  return {
    name: 'routers',
    objectNames: { [NAS]: storedNames(database, 'nas', 'name') },
    branchContent: branchHolding(database, NAS, { table: 'nas', endedAt: 'archived_at' }),
    registry,
    radiusEntries: nasRadiusEntries({
      ...{ database, secrets, clock },
      onTrouble: (nas, error) =>
        context.repeating.report(
          `nas.${nas.id}.radiusSecret`,
          'error',
          { err: errorFields(error), nas: nas.name },
          'the RADIUS secret of a router can not be read; its packets are dropped',
        ),
    }),
    routes: (app) => {
      work.routes(app);
      registration(app);
      radiusRoutes(app);
    },
    views: nasViews(fleet),
    search: [nasSearch((tenant) => fleet.boardOf(tenant))],
    async start() {
      await fleet.start();
      work.start();
    },
    async stop() {
      await work.stop();
      await fleet.stop();
    },
    tenantAdded: (tenant) => fleet.follow(tenant),
    find: (tenant, id) => fleet.boardOf(tenant).get(id)?.record,
    async followSession(tenant, id, session, onRate, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      return (await driver?.followSession(fleet.wireOf(tenant, id), session, onRate, clock, signal)) ?? false;
    },
    stateOf: (tenant, id) => fleet.boardOf(tenant).get(id),
    wireOf: (tenant, id) => fleet.wireOf(tenant, id),
    async sessionRates(tenant, id, username, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      return await driver?.sessionRates(fleet.wireOf(tenant, id, 'polls'), username, signal);
    },
    async sessionsThere(tenant, id, sessions, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver || !fleet.isConnected(tenant, id)) return undefined;
      return await driver.sessionsThere(fleet.wireOf(tenant, id, 'polls'), sessions, clock.now(), signal);
    },
    async gardenOn(tenant, id, clear, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      const wire = fleet.wireOf(tenant, id);
      const { facingAddresses: servers, portalPort } = config.routers;
      return clear
        ? await driver.clearGarden(wire, { servers, portalPort }, signal)
        : await driver.gardenMembers(wire, signal);
    },
    onConnected(listener) {
      connectedListeners.add(listener);
      return () => void connectedListeners.delete(listener);
    },
    async accountsOn(tenant, id, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      return await driver.accounts(fleet.wireOf(tenant, id), signal);
    },
    async namesOn(tenant, id, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      return await driver.names(fleet.wireOf(tenant, id), signal);
    },
    async poolUsesOn(tenant, id, names, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      return await driver.poolUses(fleet.wireOf(tenant, id, 'polls'), names, signal);
    },
    fixedLinesOn(tenant, id, priority = 'people') {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      const wire = fleet.wireOf(tenant, id, priority);
      const { fixedLines } = driver;
      return {
        read: (lines, signal) => fixedLines.read(wire, lines, clock.now(), signal),
        putRight: (line, isKept, signal) => fixedLines.putRight(wire, line, isKept, signal),
        places: (addresses, signal) => fixedLines.places(wire, addresses, signal),
        remove: (lineId, signal) => fixedLines.remove(wire, lineId, signal),
      };
    },
    async radiusCountersOn(tenant, id, signal) {
      const driver = nasDriverOf(fleet.boardOf(tenant).get(id)?.record.vendor ?? '');
      if (!driver) throw new NasTrouble('lost', 'there is no such router');
      return await driver.radiusCounters(fleet.wireOf(tenant, id), signal);
    },
    inUse: (tenant) => [...fleet.boardOf(tenant).all()].map(({ record }) => record),
    async labStarted(lab) {
      try {
        const known = await registerLabRouters(database, registry, await lab.get('/nas'));
        if (config.radius.on) await pointLabRouters(config.routers, known, lab);
      } catch (error) {
        log.error({ err: errorFields(error) }, 'the routers of the lab could not be registered');
      }
    },
  };
}
