import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { StoredAlarm } from './alarmStore.ts';

export interface AlarmNames {
  readonly users: ReadonlyMap<UserId, string>;
  readonly branches: ReadonlyMap<BranchId, string>;
}

export interface AlarmFollowing {
  /** Age of the oldest event that is known but not handled; 0 when there is none. */
  readonly lagMs: number;
  stop(): Promise<void>;
}

/** What the board needs of the database and the event log. */
export interface AlarmBoardPort {
  /** Standing alarms and those cleared after an instant, as one consistent snapshot with its position in the log. */
  load(
    tenant: TenantId,
    clearedAfter: number,
  ): Promise<{ readonly alarms: readonly StoredAlarm[]; readonly position: number }>;
  /** Present states; missing ones are absent. */
  read(tenant: TenantId, ids: readonly ActorId[]): Promise<readonly StoredAlarm[]>;
  /** The last events of one alarm, oldest first, at most `most`. */
  history(tenant: TenantId, id: ActorId, most: number): Promise<readonly EventRecord[]>;
  names(tenant: TenantId): Promise<AlarmNames>;
  /** Every event once, in order, one call at a time; a rejection brings the same records again. */
  follow(options: {
    readonly tenant: TenantId;
    readonly from: number;
    readonly onEvents: (records: readonly EventRecord[], batch: CommittedBatch | undefined) => Promise<void>;
  }): AlarmFollowing;
}
