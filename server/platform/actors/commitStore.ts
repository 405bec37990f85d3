import type { Pool, PoolClient } from 'pg';
import { formatAddress } from '#actors/system/address.ts';
import type { CommittedState } from '#actors/system/committedBatch.ts';
import {
  CommitRejected,
  CommitUnknown,
  StorageFull,
  StorageUnavailable,
  type CommitOutcome,
  type CommitUnit,
  type DomainStore,
  type StoredState,
} from '#actors/system/ports.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { beginTenant } from '../db/beginTenant.ts';
import { classify } from '../db/databaseError.ts';
import { appendEvents, type NewEvent } from '../eventLog/appendEvents.ts';
import { forgetKeys, storeKeys } from './commandKeyStore.ts';
import { storeDeadlines } from './deadlineStore.ts';
import type { DomainTable } from './domainTable.ts';
import { storeEvidence } from './evidenceStore.ts';
import { storeSetAside } from './setAsideStore.ts';
import { fencedUnits } from './shardLeaseStore.ts';

const MOST_DEADLOCK_RETRIES = 5;

type Commit = Awaited<ReturnType<DomainStore['commit']>>;

/** Loads and commits domain actors over Postgres; `pool` connects as lastmile_app. */
export class CommitStore implements DomainStore {
  readonly #pool: Pool;
  readonly #tables: ReadonlyMap<string, DomainTable>;

  constructor(pool: Pool, tables: readonly DomainTable[]) {
    this.#pool = pool;
    this.#tables = new Map(tables.map((table) => [table.kind, table]));
  }

  async load(tenant: TenantId, kind: string, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, StoredState>> {
    try {
      return await this.#transaction(tenant, (client) => this.#table(kind).load(client, tenant, ids));
    } catch (error) {
      // Nothing hangs on the outcome of a transaction that only read.
      if (error instanceof CommitUnknown)
        throw new StorageUnavailable('the database does not answer', { cause: error });
      throw error;
    }
  }

  async commit(tenant: TenantId, units: readonly CommitUnit[]): Promise<Commit> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#transaction(tenant, (client) => this.#write(client, tenant, units));
      } catch (error) {
        // Two nodes locked the same rows in different order, or one of them lost a serialisation race: nothing is
        // stored, and the same statements succeed when tried again.
        const again = error instanceof CommitRejected && classify(error.cause) === 'serialization';
        if (!again) throw error;
        if (attempt <= MOST_DEADLOCK_RETRIES) continue;
        // No unit is to blame, so none may be set aside for it.
        throw units.length > 1
          ? error
          : new StorageUnavailable('lost against other transactions again and again', { cause: error });
      }
    }
  }

  #table(kind: string): DomainTable {
    const table = this.#tables.get(kind);
    if (!table) throw new Error(`no table for actors of kind ${kind}`);
    return table;
  }

  async #transaction<T>(tenant: TenantId, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw storageError(error);
    });
    let broken: Error | undefined;
    try {
      await beginTenant(client, tenant);
      const result = await work(client);
      await commit(client);
      return result;
    } catch (error) {
      const failure = error instanceof CommitUnknown ? error : storageError(error);
      broken = failure instanceof CommitRejected || failure instanceof StorageFull ? undefined : failure;
      if (!broken)
        await client.query('rollback').catch((cause: unknown) => (broken = new Error('rollback', { cause })));
      throw failure;
    } finally {
      client.release(broken);
    }
  }

  async #write(client: PoolClient, tenant: TenantId, units: readonly CommitUnit[]): Promise<Commit> {
    const fenced = await fencedUnits(client, units);
    const repeated = unitsRepeatingKeys(units);
    const admitted = units.filter((unit) => !fenced.has(unit) && !repeated.has(unit));
    const duplicates = await storeKeys(client, tenant, admitted);
    const fresh = admitted.filter((unit) => !duplicates.has(unit));
    const winners = await this.#saveStates(client, tenant, fresh);
    const outdated = await this.#outdatedUnits(client, tenant, fresh);
    const lost = new Set(fresh.filter((unit) => (unit.change ? !winners.has(unit) : outdated.has(unit))));
    await forgetKeys(client, tenant, [...lost]);
    const stored = fresh.filter((unit) => !lost.has(unit));
    await storeEvidence(client, tenant, stored);
    await storeDeadlines(client, tenant, stored, [...stored, ...duplicates.keys()]);
    await storeSetAside(client, tenant, stored);
    const changed = stored.filter((unit) => unit.change !== undefined);
    const events = changed.flatMap(eventsOf);
    const records = events.length === 0 ? [] : await appendEvents(client, tenant, events);
    const outcomes = units.map((unit): CommitOutcome => {
      if (fenced.has(unit)) return { status: 'fenced' };
      const answers = duplicates.get(unit);
      if (answers) return { status: 'duplicate', answers };
      return { status: lost.has(unit) || repeated.has(unit) ? 'conflict' : 'committed' };
    });
    return { outcomes, batch: { tenant, events: records, states: new Map(changed.map(stateOf)) } };
  }

  async #saveStates(client: PoolClient, tenant: TenantId, units: readonly CommitUnit[]): Promise<Set<CommitUnit>> {
    const winners = new Set<CommitUnit>();
    const kinds = Map.groupBy(
      units.filter((unit) => unit.change !== undefined),
      (unit) => unit.address.kind,
    );
    for (const [kind, changed] of [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const writes = changed.map(({ address, change }) => ({
        id: address.id,
        expectedVersion: change!.expectedVersion,
        state: change!.state,
      }));
      const saved = await this.#table(kind).save(client, tenant, writes);
      for (const unit of changed) if (saved.has(unit.address.id)) winners.add(unit);
    }
    return winners;
  }

  /** Units that change nothing because of a state that is no longer the stored one. */
  async #outdatedUnits(client: PoolClient, tenant: TenantId, units: readonly CommitUnit[]): Promise<Set<CommitUnit>> {
    const outdated = new Set<CommitUnit>();
    const unchanged = units.filter((unit) => unit.change === undefined && unit.unchangedVersion !== undefined);
    for (const [kind, ofKind] of Map.groupBy(unchanged, (unit) => unit.address.kind)) {
      const ids = ofKind.map(({ address }) => address.id);
      const stored = await this.#table(kind).versions(client, tenant, ids);
      for (const unit of ofKind) {
        if ((stored.get(unit.address.id) ?? 0) !== unit.unchangedVersion) outdated.add(unit);
      }
    }
    return outdated;
  }
}

/** Anything that breaks after COMMIT was sent leaves the outcome open, unless the server itself answered with an error. */
async function commit(client: PoolClient): Promise<void> {
  try {
    const { command } = await client.query('commit');
    // A transaction that had failed answers COMMIT with ROLLBACK and no error.
    if (command !== 'COMMIT') throw new CommitRejected(`COMMIT was answered with ${command}`);
  } catch (error) {
    if (classify(error) === 'unavailable') {
      throw new CommitUnknown('the connection broke during COMMIT', { cause: error });
    }
    throw error;
  }
}

function storageError(cause: unknown): Error {
  if (cause instanceof CommitRejected) return cause;
  switch (classify(cause)) {
    case 'unavailable':
    case 'timeout': // a lock or a slow disk, not what was to be stored
      return new StorageUnavailable('the database does not answer', { cause });
    case 'full':
      return new StorageFull('the database disk is full', { cause });
    default:
      return new CommitRejected(cause instanceof Error ? cause.message : 'the database refused', { cause });
  }
}

/** Units with a key that an earlier unit of the same batch carries: they wait for the next one, and find its answer. */
function unitsRepeatingKeys(units: readonly CommitUnit[]): Set<CommitUnit> {
  const taken = new Set<string>();
  const repeating = new Set<CommitUnit>();
  for (const unit of units) {
    if (unit.keys.some(({ key }) => taken.has(key))) repeating.add(unit);
    else for (const { key } of unit.keys) taken.add(key);
  }
  return repeating;
}

function eventsOf({ address, at, change }: CommitUnit): NewEvent[] {
  return change!.events.map(({ type, ...data }) => ({
    kind: address.kind,
    actorId: address.id,
    version: change!.expectedVersion + 1,
    type,
    v: change!.eventVersions[type] ?? 1,
    data,
    actorUser: change!.actorUser,
    cause: change!.cause,
    at,
  }));
}

function stateOf({ address, change }: CommitUnit): [string, CommittedState] {
  return [formatAddress(address), { address, version: change!.expectedVersion + 1, state: change!.state }];
}
