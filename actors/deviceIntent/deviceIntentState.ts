import type {
  DeviceIntentState as StateName,
  DeviceRef,
  Difference,
  IntentAct,
  IntentFacts,
} from '#shared/deviceIntent/values.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What one intent is: the columns of table `device_intent` except tenant and version. Times in ms since 1970. */
export interface DeviceIntentState {
  readonly id: ActorId;
  readonly state: StateName;
  readonly deviceKind: DeviceRef['kind'];
  readonly deviceId: DeviceRef['id'];
  readonly act: IntentAct;
  readonly input: IntentFacts;
  readonly branchId: BranchId | undefined;
  readonly reason: string | undefined;
  readonly requestedBy: UserId | undefined;
  readonly requestedAt: number;
  readonly notAfter: number | undefined;
  readonly beganAt: number | undefined;
  readonly attempts: number;
  /** What the device was like before the first write; undefined until something may have been written. */
  readonly baseline: IntentFacts | undefined;
  readonly retryAt: number | undefined;
  readonly outcome: string | undefined;
  readonly readAt: number | undefined;
  readonly differences: readonly Difference[];
  readonly endedAt: number | undefined;
}
