import type { ActorInspection, TreeNode } from '#shared/inspector/view.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { formatAddress, type ActorAddress } from './address.ts';
import type { Clock } from './clock.ts';
import type { CommittedBatch } from './committedBatch.ts';
import { Deadlines } from './deadlines.ts';
import type { DeviceSpec } from './deviceKind.ts';
import { DeviceRuntime } from './deviceRuntime.ts';
import type { DomainKind } from './domainKind.ts';
import { DomainRuntime, RequestedCrash } from './domainRuntime.ts';
import type { CommandEnvelope } from './envelope.ts';
import { domainTree, inspectDomainActor } from './inspection.ts';
import type { ActorObserver, DeadlineStore, DomainStore, Host, ShardOwnership } from './ports.ts';
import { Supervisor, type SupervisedChild, type SupervisedSpec } from './supervisor.ts';

export interface ActorSystemOptions {
  readonly domainKinds: readonly DomainKind[];
  readonly store: DomainStore;
  readonly deadlineStore: DeadlineStore;
  readonly ownership: ShardOwnership;
  readonly clock: Clock;
  readonly host: Host;
  readonly observer: ActorObserver;
  /** Every committed batch, in log order per tenant, before anyone is answered. */
  readonly onCommitted: (batch: CommittedBatch) => void;
  /** An actor or a supervised node gave up; `tenant` is absent for what serves all tenants. */
  readonly onGaveUp: (path: string, tenant: TenantId | undefined, error: unknown) => void;
  readonly onRecovered: (path: string, tenant: TenantId | undefined) => void;
  readonly mostUnitsPerCommit?: number;
}

const SWEEP_MS = 5_000;

/**
 * The running system: root → tenant → {domain, devices}, processes and listeners under root. Everyone sends to an
 * address; whether the actor is in memory, and where, is decided here alone.
 */
export class ActorSystem {
  readonly root: Supervisor;
  readonly domain: DomainRuntime;
  readonly devices: DeviceRuntime;
  readonly deadlines: Deadlines;
  readonly #options: ActorSystemOptions;
  readonly #tenantNames = new Map<TenantId, string>();
  readonly #changeListeners = new Set<() => void>();
  #sweep: unknown;
  #stopped = true;
  #stopping: Promise<void> | undefined;

  constructor(options: ActorSystemOptions) {
    this.#options = options;
    const { clock, host, observer } = options;
    this.root = new Supervisor('root', 'Lastmile', {
      clock,
      random: () => host.random(),
      onCrash: (path, error) => observer.crashed(path, error),
      onGaveUp: (path, error) => {
        observer.gaveUp(path, error);
        options.onGaveUp(path, this.#tenantOf(path), error);
      },
      onRecovered: (path) => options.onRecovered(path, this.#tenantOf(path)),
      onChange: () => this.announceChange(),
    });
    this.domain = new DomainRuntime({
      kinds: options.domainKinds,
      store: options.store,
      clock,
      host,
      observer,
      onCommitted: (batch) => this.#committed(batch),
      onFailed: (address, error) => {
        options.onGaveUp(formatAddress(address), address.tenant, error);
        this.announceChange();
      },
      onRecovered: (address) => options.onRecovered(formatAddress(address), address.tenant),
      onChange: () => this.announceChange(),
      ...(options.mostUnitsPerCommit === undefined ? {} : { mostUnitsPerCommit: options.mostUnitsPerCommit }),
    });
    this.devices = new DeviceRuntime(clock);
    this.deadlines = new Deadlines({
      store: options.deadlineStore,
      ownership: options.ownership,
      clock,
      observer,
      kindOf: (kind) => this.domain.kindOf(kind),
      ask: (envelope) => this.domain.ask(envelope),
      awaken: (address) => void this.domain.activate(address).catch(() => undefined),
    });
  }

  start(): void {
    this.#stopped = false;
    this.deadlines.start();
    this.#scheduleSweep();
  }

  /** Deadlines stop firing, accepted commands are answered, devices and listeners stop in reverse order. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#sweep);
    this.deadlines.stop();
    await this.root.stop();
    await this.domain.drain();
  }

  /** Sends a command to a domain actor; never throws. */
  ask(envelope: CommandEnvelope): Promise<Reply> {
    return this.domain.ask(envelope);
  }

  addTenant(tenant: TenantId, name: string): void {
    this.#tenantNames.set(tenant, name);
    const supervisor = this.root.supervisor(tenant, name);
    supervisor.supervisor('domain', 'Domain actors');
    supervisor.supervisor('devices', 'Device actors');
  }

  tenants(): readonly TenantId[] {
    return [...this.#tenantNames.keys()];
  }

  /** A process, listener or service that serves all tenants. */
  runUnderRoot(spec: SupervisedSpec): Promise<SupervisedChild> {
    return this.root.run(spec);
  }

  /** Starts a device actor below its tenant's devices; a storm there never reaches the domain. */
  startDevice(spec: DeviceSpec): Promise<SupervisedChild> {
    const devices = this.root
      .supervisor(spec.address.tenant, spec.address.tenant)
      .supervisor('devices', 'Device actors');
    return devices.run(this.devices.supervised(spec, () => this.announceChange()));
  }

  async stopDevice(address: ActorAddress): Promise<void> {
    const devices = this.root.supervisor(address.tenant, address.tenant).supervisor('devices', 'Device actors');
    await devices.remove(this.devices.nameOf(address));
    this.devices.forget(address);
  }

  /** False when the device actor does not run at the moment. */
  tellDevice(address: ActorAddress, message: { readonly type: string }): boolean {
    return this.devices.tell(address, message);
  }

  /** What a tenant's people may see: what serves everyone, and their own tenant's part. */
  tree(tenant: TenantId): TreeNode[] {
    const others = this.tenants().filter((other) => other !== tenant);
    const visible = this.root.nodes().filter((node) => !others.some((other) => isUnder(node.path, `root/${other}`)));
    return [...visible, ...domainTree(this.domain, tenant, this.#options.clock.now())];
  }

  /** Undefined when there is no such kind; an actor at rest is brought into memory to be looked at. */
  async inspect(address: ActorAddress): Promise<ActorInspection | undefined> {
    const device = this.devices.inspect(address, this.#deviceChild(address)?.node());
    if (device) return device;
    const kind = this.domain.kindOf(address.kind);
    if (!kind) return undefined;
    await this.domain.activate(address).catch(() => false);
    const deadlines = await this.#options.deadlineStore.ofActor(address).catch(() => []);
    return inspectDomainActor(this.domain, kind, address, deadlines, this.#options.clock.now());
  }

  /** False when there is nothing of that address to restart. */
  async restart(address: ActorAddress): Promise<boolean> {
    const device = this.#deviceChild(address);
    if (device) await device.restart();
    const done = device !== undefined || this.domain.restart(address);
    this.announceChange();
    return done;
  }

  /** Makes an actor crash, to see its supervision at work; offered only while the lab runs. */
  crash(address: ActorAddress): boolean {
    const device = this.#deviceChild(address);
    device?.fail(new RequestedCrash('crash requested from the Inspector'));
    const done = device !== undefined || this.domain.crash(address);
    this.announceChange();
    return done;
  }

  /** Called (often) when the tree or an actor looks different. Returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  #deviceChild(address: ActorAddress): SupervisedChild | undefined {
    return this.root.find(`root/${address.tenant}/devices/${this.devices.nameOf(address)}`);
  }

  #committed(batch: CommittedBatch): void {
    this.#options.onCommitted(batch);
    for (const { address, state } of batch.states.values()) {
      const kind = this.domain.kindOf(address.kind);
      for (const deadline of kind?.deadlines(state) ?? []) this.deadlines.set(deadline);
    }
    this.announceChange();
  }

  /** Undefined for what serves all tenants. */
  #tenantOf(path: string): TenantId | undefined {
    return this.tenants().find((tenant) => isUnder(path, `root/${tenant}`));
  }

  /** For what changes the picture from outside, such as a set-aside message that was discarded. */
  announceChange(): void {
    for (const listener of this.#changeListeners) listener();
  }

  #scheduleSweep(): void {
    this.#sweep = this.#options.clock.setTimeout(() => {
      if (this.domain.directory.passivateIdle() > 0) this.announceChange();
      if (!this.#stopped) this.#scheduleSweep();
    }, SWEEP_MS);
  }
}

function isUnder(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}
