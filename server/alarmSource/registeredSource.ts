import type { BranchId, ActorId, TenantId } from '#shared/values/ids.ts';

/** Equipment that an operator has registered as a source of alarms (table `alarm_source`). */
export interface RegisteredSource {
  readonly tenant: TenantId;
  readonly id: ActorId;
  readonly name: string;
  /** Text of the IP address its connections come from. */
  readonly address: string;
  /** HOSTNAME of its messages; qualifies its resources. */
  readonly hostname: string;
  readonly branchId: BranchId | undefined;
}
