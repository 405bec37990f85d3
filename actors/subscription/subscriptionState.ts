import type { AccessType } from '#shared/package/values.ts';
import type {
  HeldCut,
  MacBinding,
  SubscriptionState as StateName,
  SubscriptionTerms,
  SubscriptionTier,
  TimedRates,
} from '#shared/subscription/values.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What somebody did last, and what was changed by it, for undoing it. */
export interface LastAct {
  /** Type of its command. */
  readonly act: string;
  readonly at: number;
  readonly by: UserId;
  /** Former values of the fields it changed; null: there was none. */
  readonly before: Readonly<Record<string, unknown>>;
}

/** What one subscription is: the columns of table `subscription` except tenant and version. Times in ms since 1970. */
export interface SubscriptionState {
  readonly id: ActorId;
  readonly state: StateName;
  /** Shown as S-<number>. */
  readonly number: number;
  readonly customerId: ActorId;
  readonly branchId: BranchId | undefined;
  readonly packageId: ActorId;
  readonly terms: SubscriptionTerms;
  /** From the next cycle on. */
  readonly nextPackageId: ActorId | undefined;
  readonly nextTerms: SubscriptionTerms | undefined;
  readonly accessType: AccessType;
  readonly username: string | undefined;
  readonly usernameKey: string | undefined;
  /** Sealed, base64; purpose `subscription/<id>/password`. */
  readonly password: string | undefined;
  readonly tier: SubscriptionTier;
  /** Undefined while it has not begun. */
  readonly validUntil: number | undefined;
  /** Day of the month that its months aim at. */
  readonly anchorDay: number | undefined;
  readonly startsAtFirstUse: boolean;
  readonly activatedAt: number | undefined;
  readonly firstUsedAt: number | undefined;
  readonly quotaPeriodFrom: number | undefined;
  readonly quotaPeriodUntil: number | undefined;
  /** Bought or given on top of the package's, for this period. */
  readonly quotaExtraBytes: number;
  /** As of the last crossing. */
  readonly usedBytes: number;
  readonly macs: readonly string[];
  readonly macBinding: MacBinding;
  readonly staticIpv4: string | undefined;
  readonly delegatedPrefix: string | undefined;
  readonly framedRoutes: readonly string[];
  /** In place of the package's; 0: any number. */
  readonly sessionsOverride: number | undefined;
  readonly rateOverride: TimedRates | undefined;
  /** Index of the package's profile in force; undefined: its plain rates. */
  readonly profile: number | undefined;
  readonly profileUntil: number | undefined;
  /** Why nobody may cut it alone: a hospital, a bank. */
  readonly protectedBy: string | undefined;
  /** A cut that waits for a person; absent: none. */
  readonly heldCut?: HeldCut | undefined;
  readonly suspendedAt: number | undefined;
  readonly suspendedReason: string | undefined;
  readonly leftAt: number | undefined;
  readonly leftReason: string | undefined;
  /** u32; rises with every change that a router has to hear of. */
  readonly policyVersion: number;
  readonly lastAct: LastAct | undefined;
  readonly createdAt: number;
  readonly createdBy: UserId | undefined;
}
