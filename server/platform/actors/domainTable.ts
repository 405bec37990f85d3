import type { PoolClient } from 'pg';
import type { StoredState } from '#actors/system/ports.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';

/** One changed actor on its way to its table. The new version is `expectedVersion` + 1. */
export interface DomainWrite {
  readonly id: ActorId;
  readonly expectedVersion: number;
  readonly state: unknown;
}

/**
 * The relational home of one kind of domain actor. All functions run on a connection whose transaction has the
 * tenant set, so row-level security stands behind them.
 */
export interface DomainTable {
  readonly kind: string;
  load(client: PoolClient, tenant: TenantId, ids: readonly ActorId[]): Promise<Map<ActorId, StoredState>>;
  /** Stored versions by id, for decisions that changed nothing; missing ones are absent. */
  versions(client: PoolClient, tenant: TenantId, ids: readonly ActorId[]): Promise<Map<ActorId, number>>;
  /**
   * One set-based statement that locks in order of id; writes only rows whose stored version is the expected one
   * (0: the row does not exist) and returns the ids of those written.
   */
  save(client: PoolClient, tenant: TenantId, writes: readonly DomainWrite[]): Promise<Set<ActorId>>;
}
