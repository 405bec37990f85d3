import { formatAddress, parseAddress, type ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch, CommittedState } from '#actors/system/committedBatch.ts';
import type { Deadline } from '#actors/system/domainKind.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import {
  CommitRejected,
  CommitUnknown,
  StorageFull,
  StorageUnavailable,
  type CommitOutcome,
  type CommitUnit,
  type DeadlineStore,
  type DomainStore,
  type DueDeadline,
  type SetAsideEnvelope,
  type StoredAnswer,
  type StoredState,
} from '#actors/system/ports.ts';
import { shardOf } from '#actors/system/shard.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';

/** What happens to one transaction. `unknown-…`: the connection breaks during COMMIT, which took place or did not. */
export type Fault = 'none' | 'unavailable' | 'full' | 'unknown-stored' | 'unknown-lost';

export interface ModelStoreOptions {
  readonly clock: Clock;
  /** Asked once per transaction that writes. */
  readonly fault?: () => Fault;
  /** Asked once per read. */
  readonly loadFault?: () => 'none' | 'unavailable';
  readonly latencyMs?: () => number;
  /** True for a unit that the database refuses to store. */
  readonly refuses?: (unit: CommitUnit) => boolean;
}

/**
 * PostgreSQL as the actor system is promised it, in memory: transactions that happen at one moment or not at all, and
 * everything that can go wrong with them. Several systems may share one.
 */
export class ModelStore implements DomainStore, DeadlineStore {
  readonly states = new Map<string, StoredState>();
  readonly answers = new Map<string, StoredAnswer>();
  readonly log: EventRecord[] = [];
  readonly setAside: SetAsideEnvelope[] = [];
  readonly epochs = new Map<number, bigint>();
  readonly #deadlines = new Map<string, DueDeadline>();
  readonly #options: ModelStoreOptions;
  loads = 0;
  commits = 0;
  dueQueries = 0;

  constructor(options: ModelStoreOptions) {
    this.#options = options;
  }

  async load(tenant: TenantId, kind: string, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, StoredState>> {
    this.loads += 1;
    const seen = new Map<ActorId, StoredState>();
    for (const id of ids) {
      const stored = this.states.get(formatAddress({ tenant, kind, id }));
      if (stored) seen.set(id, stored);
    }
    await this.#latency();
    if (this.#options.loadFault?.() === 'unavailable') throw new StorageUnavailable('no connection');
    return seen;
  }

  async commit(
    tenant: TenantId,
    units: readonly CommitUnit[],
  ): Promise<{ outcomes: readonly CommitOutcome[]; batch: CommittedBatch }> {
    this.commits += 1;
    await this.#latency();
    const fault = this.#options.fault?.() ?? 'none';
    if (fault === 'unavailable') throw new StorageUnavailable('no connection');
    if (fault === 'full') throw new StorageFull('no space');
    if (fault === 'unknown-lost') throw new CommitUnknown('cut before COMMIT arrived');
    const done = this.#write(tenant, units);
    await this.#latency();
    if (fault === 'unknown-stored') throw new CommitUnknown('cut after COMMIT was done');
    return done;
  }

  /** A write by somebody else, past the system under test. */
  foreignWrite(address: ActorAddress, change: (state: unknown) => unknown): void {
    const key = formatAddress(address);
    const stored = this.states.get(key);
    this.states.set(key, { state: change(stored?.state), version: (stored?.version ?? 0) + 1 });
  }

  setDeadline(address: ActorAddress, deadline: Deadline): void {
    this.#deadlines.set(deadlineKey(address, deadline.name), { address, ...deadline });
  }

  deadlines(): readonly DueDeadline[] {
    return [...this.#deadlines.values()].toSorted((a, b) => a.dueAt - b.dueAt);
  }

  async due(until: number, most: number, shards: readonly number[], from = -Infinity): Promise<readonly DueDeadline[]> {
    this.dueQueries += 1;
    const owned = new Set(shards);
    const due = this.deadlines().filter(
      ({ address, dueAt }) => dueAt >= from && dueAt <= until && owned.has(shardOf(address)),
    );
    await this.#latency();
    if (this.#options.loadFault?.() === 'unavailable') throw new StorageUnavailable('no connection');
    return due.slice(0, most);
  }

  async nextDueAt(shards: readonly number[]): Promise<number | undefined> {
    const owned = new Set(shards);
    const next = this.deadlines().find(({ address }) => owned.has(shardOf(address)));
    await this.#latency();
    return next?.dueAt;
  }

  ofActor(address: ActorAddress): Promise<readonly Deadline[]> {
    const own = this.deadlines().filter((deadline) => formatAddress(deadline.address) === formatAddress(address));
    return Promise.resolve(own.map(({ name, dueAt }) => ({ name, dueAt })));
  }

  eventsOf(address: ActorAddress): readonly EventRecord[] {
    return this.log.filter(
      (event) => event.tenant === address.tenant && event.kind === address.kind && event.actorId === address.id,
    );
  }

  #write(
    tenant: TenantId,
    units: readonly CommitUnit[],
  ): { outcomes: readonly CommitOutcome[]; batch: CommittedBatch } {
    if (units.some((unit) => this.#options.refuses?.(unit))) throw new CommitRejected('a unit is refused');
    const outcomes = this.#outcomes(tenant, units);
    const events: EventRecord[] = [];
    const states = new Map<string, CommittedState>();
    units.forEach((unit, index) => {
      const status = outcomes[index]!.status;
      if ((status === 'committed' || status === 'duplicate') && unit.fired) this.#removeFired(unit.address, unit.fired);
      if (status !== 'committed') return;
      for (const { key, hash } of unit.keys) this.answers.set(`${tenant}/${key}`, { hash, answer: unit.answer });
      if (unit.setAside) this.setAside.push(unit.setAside);
      if (unit.change) this.#apply(tenant, unit, unit.change, events, states);
    });
    return { outcomes, batch: { tenant, events, states } };
  }

  #outcomes(tenant: TenantId, units: readonly CommitUnit[]): CommitOutcome[] {
    const taken = new Set<string>();
    return units.map((unit): CommitOutcome => {
      if (unit.fence && this.epochs.get(unit.fence.shard) !== unit.fence.epoch) return { status: 'fenced' };
      const repeated = unit.keys.some(({ key }) => taken.has(key));
      if (repeated) return { status: 'conflict' };
      for (const { key } of unit.keys) taken.add(key);
      const known = unit.keys.flatMap(({ key }) => {
        const stored = this.answers.get(`${tenant}/${key}`);
        return stored ? [[key, stored] as const] : [];
      });
      if (known.length > 0) return { status: 'duplicate', answers: new Map(known) };
      const version = this.states.get(formatAddress(unit.address))?.version ?? 0;
      const expected = unit.change?.expectedVersion ?? unit.unchangedVersion;
      return { status: expected === undefined || expected === version ? 'committed' : 'conflict' };
    });
  }

  #apply(
    tenant: TenantId,
    { address, at }: CommitUnit,
    change: NonNullable<CommitUnit['change']>,
    events: EventRecord[],
    states: Map<string, CommittedState>,
  ): void {
    const version = change.expectedVersion + 1;
    this.states.set(formatAddress(address), { state: change.state, version });
    states.set(formatAddress(address), { address, version, state: change.state });
    for (const name of change.deadlines.calledOff) this.#deadlines.delete(deadlineKey(address, name));
    for (const deadline of change.deadlines.set) this.setDeadline(address, deadline);
    for (const { type, ...data } of change.events) {
      const position = this.log.filter((event) => event.tenant === tenant).length + 1;
      const { actorUser, cause, eventVersions } = change;
      const { kind, id: actorId } = address;
      const event = {
        tenant,
        position,
        kind,
        actorId,
        version,
        type,
        v: eventVersions[type] ?? 1,
        data,
        actorUser,
        cause,
        at,
      };
      this.log.push(event);
      events.push(event);
    }
  }

  #removeFired(address: ActorAddress, fired: Deadline): void {
    const key = deadlineKey(address, fired.name);
    const stored = this.#deadlines.get(key);
    if (stored?.dueAt === fired.dueAt) this.#deadlines.delete(key);
  }

  async #latency(): Promise<void> {
    const ms = this.#options.latencyMs?.() ?? 0;
    if (ms > 0) await new Promise<void>((resolve) => void this.#options.clock.setTimeout(resolve, ms));
  }
}

function deadlineKey(address: ActorAddress, name: string): string {
  return `${formatAddress(address)}/${name}`;
}

/** The address of a stored state's key. */
export function addressOf(key: string): ActorAddress {
  const address = parseAddress(key);
  if (!address) throw new Error(`no address: ${key}`);
  return address;
}
