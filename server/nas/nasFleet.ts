import { NAS, nasActor, nasLogic } from '#actors/nas/nasActor.ts';
import type { NasAlarmReport } from '#actors/nas/nasAlarm.ts';
import type { NasMessage } from '#actors/nas/nasFacts.ts';
import type { NasInput } from '#actors/nas/nasMachine.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { DeviceSpec } from '#actors/system/deviceKind.ts';
import { nasCauses } from '#shared/nas/causes.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { SampleSink } from '../sample/sampleFeature.ts';
import { connectionOf } from './connectionOf.ts';
import { tellNasAlarm } from './nasAlarms.ts';
import { NasBoard } from './nasBoard.ts';
import type { NasPriority } from './nasBudget.ts';
import { NasChannel } from './nasChannel.ts';
import { NasEntry } from './nasEntry.ts';
import type { NasRegistry } from './nasRegistry.ts';
import { nasSamples } from './nasSamples.ts';
import type { NasSight } from './nasSight.ts';
import { allNas, findNas } from './nasStore.ts';
import type { StoredNas } from './storedNas.ts';
import { nasDriverOf } from './vendors/all.ts';
import type { NasTarget, NasWire } from './vendors/nasDriver.ts';

export interface NasFleetOptions extends Pick<
  FeatureContext,
  'clock' | 'database' | 'eventLog' | 'host' | 'repeating' | 'names' | 'system' | 'ask' | 'fence' | 'tenants'
> {
  readonly registry: NasRegistry;
  readonly sink: SampleSink;
  readonly mayConnect: (address: string) => boolean;
  readonly deviceIsBack: (tenant: TenantId, device: { readonly kind: string; readonly id: ActorId }) => void;
  /** Whether a maintenance window that runs now covers it. */
  readonly covered: (nas: StoredNas) => boolean;
}

const ALARM_AFTER_MS = 10_000;
const STEADY_AFTER_MS = 10_000;

interface Tenancy {
  readonly board: NasBoard;
  readonly channels: Map<ActorId, NasChannel>;
  readonly watchers: Map<ActorId, Set<() => void>>;
  /** Device actors that run. */
  readonly running: Set<ActorId>;
  follower: Follower | undefined;
}

/** Every registered router with its channel, board entry and device actor; what is registered follows the event log. */
export class NasFleet implements NasSight {
  readonly clock: Clock;
  readonly #options: NasFleetOptions;
  readonly #tenancies = new Map<TenantId, Tenancy>();
  #unlistenNames: (() => void) | undefined;
  /** One change of the fleet after the other. */
  #changes: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  constructor(options: NasFleetOptions) {
    this.#options = options;
    this.clock = options.clock;
  }

  /** Rejects when the database does not answer. */
  async start(): Promise<void> {
    const { tenants, names, database } = this.#options;
    this.#unlistenNames = names.onNamesChanged((tenant) => void this.#rename(tenant).catch(this.#trouble('names')));
    for (const tenant of tenants()) await this.follow(tenant);
    const registered = await database.systemTx((tx) => allNas(tx));
    for (const nas of registered) await this.#inTurn(() => this.#put(nas));
  }

  async stop(): Promise<void> {
    this.#unlistenNames?.();
    this.#stopping.abort(new Error('routers are stopping'));
    for (const { follower, board } of this.#tenancies.values()) {
      await follower?.stop();
      board.stop();
    }
  }

  /** From here on changes of the tenant's registrations are heard. */
  async follow(tenant: TenantId): Promise<void> {
    const tenancy = this.#tenancyOf(tenant);
    if (tenancy.follower) return;
    const { database, eventLog } = this.#options;
    const from = await inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant));
    tenancy.follower ??= eventLog.follow({
      tenant,
      name: 'routers',
      from,
      onEvents: async (records) => {
        const ids = new Set(records.filter(({ kind }) => kind === NAS).map(({ actorId }) => actorId));
        for (const id of ids) await this.#inTurn(() => this.#reload(tenant, id));
      },
    });
  }

  boardOf(tenant: TenantId): NasBoard {
    return this.#tenancyOf(tenant).board;
  }

  channelOf(tenant: TenantId, id: ActorId): NasChannel | undefined {
    return this.#tenancyOf(tenant).channels.get(id);
  }

  onChannel(tenant: TenantId, id: ActorId, listener: () => void): () => void {
    const { watchers } = this.#tenancyOf(tenant);
    const listeners = watchers.get(id) ?? new Set();
    watchers.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) watchers.delete(id);
    };
  }

  boards(): readonly NasBoard[] {
    return [...this.#tenancies.values()].map(({ board }) => board);
  }

  wireOf(tenant: TenantId, id: ActorId, priority: NasPriority = 'people'): NasWire {
    const channel = this.channelOf(tenant, id);
    if (!channel) throw new NasTrouble('lost', 'there is no such router');
    return channel.wire(priority);
  }

  isConnected(tenant: TenantId, id: ActorId): boolean {
    return this.channelOf(tenant, id)?.isConnected ?? false;
  }

  /** Windows have begun or ended: routers enter and leave maintenance. */
  coverageChanged(tenant: TenantId): void {
    const { board } = this.#tenancyOf(tenant);
    for (const entry of board.all()) this.#cover(tenant, entry, entry.inMaintenance);
  }

  #cover(tenant: TenantId, entry: NasEntry, before: boolean): void {
    const covered = this.#options.covered(entry.record);
    const changed = entry.covered !== covered;
    entry.covered = covered;
    const { id } = entry.record;
    if (before !== entry.inMaintenance)
      this.tell(tenant, id, { type: entry.inMaintenance ? 'nas.maintenanceBegan' : 'nas.maintenanceEnded' });
    if (changed) this.#tenancyOf(tenant).board.changed(entry, true);
  }

  /** False when its device actor does not run here. */
  tell(tenant: TenantId, id: ActorId, message: NasMessage): boolean {
    return this.#options.system.tellDevice({ tenant, kind: NAS, id }, message);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(work);
    this.#changes = done.catch(() => undefined);
    return done;
  }

  async #reload(tenant: TenantId, id: ActorId): Promise<void> {
    const stored = await this.#options.database.tenantTx(tenant, (tx) => findNas(tx, id, 'all'));
    if (!stored || stored.archivedAt !== null) await this.#remove(tenant, id);
    else await this.#put(stored);
  }

  async #put(nas: StoredNas): Promise<void> {
    const { tenant, id } = nas;
    const tenancy = this.#tenancyOf(tenant);
    const before = tenancy.channels.get(id)?.entry.record;
    if (before && before.version === nas.version && before.fingerprint === nas.fingerprint) return;
    if (before && before.vendor !== nas.vendor) await this.#remove(tenant, id);
    else if (before && before.name !== nas.name) this.#clearAlarms(before);
    const channel = tenancy.channels.get(id) ?? this.#newChannel(tenancy, nas);
    if (!channel) return;
    const { entry } = channel;
    const branchName = await this.#branchNameOf(nas);
    const inMaintenance = before !== undefined && entry.inMaintenance;
    entry.record = nas;
    entry.branchName = branchName;
    channel.setBudget(nas.commandsPerSecond);
    this.#cover(tenant, entry, before ? inMaintenance : this.#options.covered(nas) || nas.maintenance);
    if (!before || connectsOtherwise(before, nas)) await this.#restart(tenancy, channel);
    tenancy.board.put(entry);
    if (!before) this.#tellChannel(tenancy, id);
  }

  #newChannel(tenancy: Tenancy, nas: StoredNas): NasChannel | undefined {
    const { clock, registry, mayConnect, sink, repeating, deviceIsBack, fence } = this.#options;
    const { tenant, id } = nas;
    const driver = nasDriverOf(nas.vendor);
    if (!driver) {
      this.#trouble('vendor')(new Error(`no driver is called ${nas.vendor}`));
      return undefined;
    }
    const entry = new NasEntry(nas, driver.name, undefined, clock.now());
    const channel = new NasChannel({
      entry,
      driver,
      clock,
      mayConnect,
      target: () => targetOf(registry, entry.record),
      pin: async (fingerprint) => {
        if (await registry.pin(entry.record, fingerprint)) entry.record = { ...entry.record, fingerprint };
        else throw new NasTrouble('untrusted', 'another certificate was put on record meanwhile');
      },
      report: (report, signal) => this.#tellAlarm(entry.record, report, signal),
      changed: () => tenancy.board.changed(entry),
      // Several servers may watch it; one of them owns it, and records.
      measured: (at) => {
        if (fence({ tenant, kind: NAS, id })) sink.record(nasSamples(channel, at));
      },
      connected: () => deviceIsBack(tenant, { kind: NAS, id }),
      trouble: (what, error) =>
        repeating.report(
          `nas.${id}.${what}`,
          'warn',
          { err: errorFields(error), nas: entry.record.name },
          `a router did not tell its ${what}`,
        ),
    });
    tenancy.channels.set(id, channel);
    return channel;
  }

  /** Connects anew, with what is registered now. */
  async #restart(tenancy: Tenancy, { entry, ports }: NasChannel): Promise<void> {
    const { system, clock } = this.#options;
    const { tenant, id, name, monitored } = entry.record;
    const address = { tenant, kind: NAS, id };
    if (tenancy.running.delete(id)) await system.stopDevice(address);
    entry.status = undefined;
    if (!monitored) return;
    tenancy.running.add(id);
    const input: NasInput = {
      name,
      maintenance: entry.inMaintenance,
      seed: Number.parseInt(id.replaceAll('-', '').slice(-8), 16),
      alarmAfterMs: ALARM_AFTER_MS,
      steadyAfterMs: STEADY_AFTER_MS,
    };
    const spec: DeviceSpec = { address, label: name, kind: nasActor, logic: nasLogic(ports), input };
    system.startDevice(spec).catch(this.#trouble(`start.${clock.now()}`));
  }

  async #remove(tenant: TenantId, id: ActorId): Promise<void> {
    const tenancy = this.#tenancyOf(tenant);
    const channel = tenancy.channels.get(id);
    if (!channel) return;
    tenancy.channels.delete(id);
    if (tenancy.running.delete(id)) await this.#options.system.stopDevice({ tenant, kind: NAS, id });
    tenancy.board.remove(id);
    this.#clearAlarms(channel.entry.record);
    this.#tellChannel(tenancy, id);
  }

  #tellAlarm(nas: StoredNas, report: NasAlarmReport, signal: AbortSignal): Promise<void> {
    const { clock, ask, fence, host } = this.#options;
    return tellNasAlarm({ clock, ask, fence, newId: host.newId }, nas, report, signal);
  }

  /** Nobody will clear them any more: it is not watched, or goes by another name. */
  #clearAlarms(nas: StoredNas): void {
    for (const cause of Object.values(nasCauses)) {
      this.#tellAlarm(nas, { type: 'clear', cause, text: '' }, this.#stopping.signal).catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.#trouble('alarms')(error);
      });
    }
  }

  #tellChannel(tenancy: Tenancy, id: ActorId): void {
    for (const listener of tenancy.watchers.get(id) ?? []) listener();
  }

  async #branchNameOf({ tenant, branchId }: StoredNas): Promise<string | undefined> {
    if (branchId === null) return undefined;
    return (await this.#options.names.namesOf(tenant)).branchName(branchId);
  }

  async #rename(tenant: TenantId): Promise<void> {
    const { board } = this.#tenancyOf(tenant);
    for (const entry of board.all()) {
      const branchName = await this.#branchNameOf(entry.record);
      if (branchName === entry.branchName) continue;
      entry.branchName = branchName;
      board.changed(entry, true);
    }
  }

  #tenancyOf(tenant: TenantId): Tenancy {
    const known = this.#tenancies.get(tenant);
    if (known) return known;
    const tenancy: Tenancy = {
      board: new NasBoard(this.clock),
      channels: new Map(),
      watchers: new Map(),
      running: new Set(),
      follower: undefined,
    };
    this.#tenancies.set(tenant, tenancy);
    return tenancy;
  }

  #trouble(what: string): (error: unknown) => void {
    return (error) =>
      this.#options.repeating.report(`nas.${what}`, 'error', { err: errorFields(error) }, 'routers: something failed');
  }
}

function targetOf(registry: NasRegistry, nas: StoredNas): NasTarget {
  return connectionOf(nas, { username: nas.username, password: registry.open(nas, 'password') });
}

function connectsOtherwise(before: StoredNas, after: StoredNas): boolean {
  const of = ({ address, port, security, tunnelAddress, username, password, monitored, name }: StoredNas): string =>
    JSON.stringify([address, port, security, tunnelAddress, username, password.toString('hex'), monitored, name]);
  return of(before) !== of(after) || (before.fingerprint !== null && before.fingerprint !== after.fingerprint);
}
