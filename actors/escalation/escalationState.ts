import type { AlarmSeverity } from '#shared/alarm/values.ts';
import type { EscalationEnd, EscalationState as StateName } from '#shared/escalation/values.ts';
import type { EscalationPlan } from '#shared/onCall/policy.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';

/** What the escalation of one alarm is: the columns of table `escalation` except tenant and version. Times in ms since 1970. */
export interface EscalationState {
  /** The alarm's. */
  readonly id: ActorId;
  readonly state: StateName;
  readonly episode: number;
  readonly severity: AlarmSeverity;
  readonly branchId: BranchId | undefined;
  readonly policyId: string;
  /** As the rule was when this began: a change of the rule counts from the next alarm on. */
  readonly plan: EscalationPlan;
  readonly raisedAt: number;
  readonly startedAt: number;
  /** How often the steps have begun again. */
  readonly round: number;
  /** The one that comes next. */
  readonly step: number;
  readonly nextAt: number | undefined;
  /** Steps taken over all rounds. */
  readonly stepsTaken: number;
  readonly endedAt: number | undefined;
  readonly ending: EscalationEnd | undefined;
}
