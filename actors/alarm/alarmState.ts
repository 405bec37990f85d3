import type { AlarmSeverity, AlarmState as StateName } from '#shared/alarm/values.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What one alarm is: the columns of table `alarm` except tenant and version. Times in ms since 1970. */
export interface AlarmState {
  readonly id: ActorId;
  readonly source: string;
  readonly cause: string;
  readonly text: string;
  readonly severity: AlarmSeverity;
  readonly state: StateName;
  readonly branchId: BranchId | undefined;
  /** How often the cause has come back after having been cleared, plus one. */
  readonly episode: number;
  /** Reports within the present episode. */
  readonly occurrences: number;
  readonly raisedAt: number;
  readonly lastOccurredAt: number;
  readonly acknowledgedAt: number | undefined;
  readonly acknowledgedBy: UserId | undefined;
  readonly claimedAt: number | undefined;
  readonly claimedBy: UserId | undefined;
  readonly shelvedUntil: number | undefined;
  readonly shelvedBy: UserId | undefined;
  readonly shelvedReason: string | undefined;
  /** The maintenance window that shelved it. */
  readonly shelvedFor?: ActorId | undefined;
  readonly clearedAt: number | undefined;
  readonly clearedBy: UserId | undefined;
  readonly comments: number;
}
