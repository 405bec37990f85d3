import type { ActorId, TenantId, UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { ActorAddress } from './address.ts';
import type { CommittedBatch } from './committedBatch.ts';
import type { Deadline, Fact } from './domainKind.ts';
import type { Cause, CommandEnvelope, Evidence, Fence } from './envelope.ts';

/** A state as stored, with the version that the next write must find. */
export interface StoredState {
  readonly state: unknown;
  readonly version: number;
}

/** One actor's decided command, ready to be made durable together with others of its tenant. */
export interface CommitUnit {
  readonly address: ActorAddress;
  /** Usually one; several when waiting reports were joined. All are stored with the answer, or none. */
  readonly keys: readonly CommandKey[];
  readonly answer: Reply;
  readonly at: number;
  /** Absent when the command was refused or changed nothing. */
  readonly change?: {
    readonly expectedVersion: number;
    readonly state: unknown;
    readonly events: readonly Fact[];
    readonly eventVersions: Readonly<Record<string, number>>;
    readonly actorUser: UserId | undefined;
    readonly cause: Cause;
    readonly evidence?: Evidence;
    readonly deadlines: { readonly set: readonly Deadline[]; readonly calledOff: readonly string[] };
  };
  /**
   * The version that a decision without change was taken on. Checked like `expectedVersion`, so that nobody is refused
   * for a state that another server has changed long since. Absent when no state was looked at.
   */
  readonly unchangedVersion?: number;
  /** Removed in the same transaction, whatever was decided: a deadline fires once. */
  readonly fired?: Deadline;
  /** Kept for inspection in the same transaction as the refusal that says so. */
  readonly setAside?: SetAsideEnvelope;
  readonly fence?: Fence;
}

/** An idempotency key with SHA-256 of the canonical command; the same key with another hash is refused. */
export interface CommandKey {
  readonly key: string;
  readonly hash: Uint8Array;
}

/** What was answered when a key was decided before. */
export interface StoredAnswer {
  readonly hash: Uint8Array;
  readonly answer: Reply;
}

/**
 * committed: durable · duplicate: these of the unit's keys were decided before, nothing of the unit was stored ·
 * conflict: the stored version is another one, reload and decide again · fenced: another owner has the shard
 */
export type CommitOutcome =
  | { readonly status: 'committed' }
  | { readonly status: 'duplicate'; readonly answers: ReadonlyMap<string, StoredAnswer> }
  | { readonly status: 'conflict' }
  | { readonly status: 'fenced' };

/** The transaction failed as a whole and nothing of it is stored; `unit` trouble is found by trying units alone. */
export class CommitRejected extends Error {
  override readonly name = 'CommitRejected';
}
/** The connection broke while COMMIT was under way. Committing the same units again tells what happened. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}
/** No transaction could be begun or it was cut off before COMMIT; nothing is stored. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}
/** The database's disk is full; nothing is stored. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** Loading and committing, in sets; implemented over Postgres. */
export interface DomainStore {
  /** Missing actors are absent from the answer. Throws StorageUnavailable. */
  load(tenant: TenantId, kind: string, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, StoredState>>;
  /**
   * One transaction. Outcomes in the order of units; the batch holds what was committed, in log order.
   * Throws CommitRejected, CommitUnknown, StorageUnavailable or StorageFull.
   */
  commit(
    tenant: TenantId,
    units: readonly CommitUnit[],
  ): Promise<{ outcomes: readonly CommitOutcome[]; batch: CommittedBatch }>;
}

export interface DueDeadline extends Deadline {
  readonly address: ActorAddress;
}

export interface DeadlineStore {
  /** Rows due from `from` (or ever) until `until`, in order of time, of the given shards, at most `most`. */
  due(until: number, most: number, shards: readonly number[], from?: number): Promise<readonly DueDeadline[]>;
  /** The next time at which anything is due in the shards, or undefined. */
  nextDueAt(shards: readonly number[]): Promise<number | undefined>;
  ofActor(address: ActorAddress): Promise<readonly Deadline[]>;
}

export interface SetAsideEnvelope {
  readonly id: string;
  readonly envelope: CommandEnvelope<{ readonly type: string }>;
  readonly error: string;
  readonly setAsideAt: number;
  readonly retriedAt?: number | undefined;
}

export interface SetAsideStore {
  list(tenant: TenantId): Promise<readonly SetAsideEnvelope[]>;
  markRetried(tenant: TenantId, id: string, at: number): Promise<void>;
  discard(tenant: TenantId, id: string, at: number): Promise<void>;
}

/** Functions of the host that pure code can't have: hashing and chance. */
export interface Host {
  /** SHA-256 of UTF-8 text. */
  sha256(text: string): Uint8Array;
  /** A new UUIDv7. */
  newId(): string;
  /** Uniform in [0, 1). */
  random(): number;
}

/** What the running system tells metrics and logs; every method must return at once and never throw. */
export interface ActorObserver {
  commandDone(kind: string, outcome: string, tookMs: number): void;
  batchCommitted(units: number, tookMs: number): void;
  crashed(address: string, error: unknown): void;
  /** A supervised node gave up restarting. */
  gaveUp(path: string, error: unknown): void;
  deadlineFired(lateMs: number): void;
  storageTrouble(error: unknown): void;
}

/** Ownership of the 256 shards by this process. */
export interface ShardOwnership {
  /** Shards held now. */
  owned(): readonly number[];
  /** The fence for writing under a shard, or undefined when it isn't ours or its lease may have run out. */
  fence(shard: number): Fence | undefined;
}
