import type { AccessType } from '#shared/package/values.ts';
import type { MacBinding, SubscriptionState } from '#shared/subscription/values.ts';
import type { ActorId } from '#shared/values/ids.ts';

/** Everything that is looked at when a customer can't connect. */
export interface Situation {
  readonly now: number;
  readonly line: LineSituation;
  /** Open ones, the latest first. */
  readonly open: readonly SeenSession[];
  /** The last that ended. */
  readonly ended: EndedSession | undefined;
  /** Of the last hours, the latest first. */
  readonly rejects: readonly SeenReject[];
  /** Those it was seen at. */
  readonly routers: readonly SeenRouter[];
  readonly radius: RadiusSituation;
}

export interface LineSituation {
  readonly state: SubscriptionState;
  /** Why RADIUS refuses it now. */
  readonly closedReason: string | undefined;
  readonly accessType: AccessType;
  readonly username: string | undefined;
  readonly hasPassword: boolean;
  readonly startsAtFirstUse: boolean;
  readonly validUntil: number | undefined;
  readonly quotaPeriodUntil: number | undefined;
  readonly suspendedAt: number | undefined;
  readonly suspendedReason: string | undefined;
  readonly leftAt: number | undefined;
  readonly leftReason: string | undefined;
  readonly macs: readonly string[];
  readonly macBinding: MacBinding;
}

export interface SeenSession {
  readonly since: number;
  readonly nasId: ActorId;
  readonly nasName: string | undefined;
  readonly mac: string | undefined;
  readonly address: string | undefined;
  readonly unknownSince: number | undefined;
}

export interface EndedSession {
  readonly at: number;
  readonly cause: string | undefined;
  readonly nasId: ActorId;
  readonly nasName: string | undefined;
}

export interface SeenReject {
  readonly reason: string;
  readonly times: number;
  readonly lastAt: number;
  readonly mac?: string | undefined;
  readonly nasId: ActorId;
  readonly nasName: string | undefined;
}

export interface SeenRouter {
  readonly id: ActorId;
  readonly name: string;
  /** Undefined: nothing is known of it. */
  readonly state: string | undefined;
  readonly since: number | undefined;
  /** When it asked RADIUS last since the process began; undefined: not at all. */
  readonly askedAt: number | undefined;
  /** What it sends gets no answer. */
  readonly isDropped: boolean;
}

export interface RadiusSituation {
  readonly state: 'up' | 'starting' | 'down' | 'off';
  readonly startedAt: number | undefined;
  /** Something was dropped in the last seconds because it was not signed with the right secret. */
  readonly secretTrouble: boolean;
  /** Who sends without being registered, the latest first. */
  readonly strangers: readonly { readonly address: string; readonly lastAt: number }[];
  /** Pools without a free address. */
  readonly fullPools: readonly string[];
}
