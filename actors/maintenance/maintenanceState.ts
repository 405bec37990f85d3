import type {
  Affected,
  EndReport,
  MaintenanceNotice,
  MaintenanceState as StateName,
  ScopeItem,
  ToldPerson,
} from '#shared/maintenance/values.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What one window is: the columns of table `maintenance` except tenant and version. Times in ms since 1970. */
export interface MaintenanceState {
  readonly id: ActorId;
  readonly state: StateName;
  readonly title: string;
  readonly reason: string;
  readonly impact: string;
  readonly branchId: BranchId | undefined;
  readonly scope: readonly ScopeItem[];
  readonly ownerId: UserId | undefined;
  readonly plannedBy: UserId | undefined;
  readonly plannedAt: number;
  /** As planned. */
  readonly fromAt: number;
  /** As planned, or as extended. */
  readonly toAt: number;
  readonly firstToAt: number;
  /** Longest before the beginning first; what has been given is kept as `given`. */
  readonly notices: readonly (MaintenanceNotice & { readonly given: boolean })[];
  readonly told: readonly ToldPerson[];
  readonly startedAt: number | undefined;
  readonly startedBy: UserId | undefined;
  readonly overranAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly endedBy: UserId | undefined;
  /** The note of its end, or why it was cancelled. */
  readonly outcome: string | undefined;
  readonly affected: Affected | undefined;
  readonly report: EndReport | undefined;
}
