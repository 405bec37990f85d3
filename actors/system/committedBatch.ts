import type { TenantId } from '#shared/values/ids.ts';
import type { ActorAddress } from './address.ts';
import type { EventRecord } from './eventRecord.ts';

/**
 * What one committed transaction put into a tenant's log, in order. Handed to followers in this process directly;
 * everyone else reads the same events from the log.
 */
export interface CommittedBatch {
  readonly tenant: TenantId;
  readonly events: readonly EventRecord[];
  /** States after the batch, for followers that would otherwise read them back. Keyed by formatted address. */
  readonly states: ReadonlyMap<string, CommittedState>;
}

export interface CommittedState {
  readonly address: ActorAddress;
  readonly version: number;
  readonly state: unknown;
}
