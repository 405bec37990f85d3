import type { AccessType } from '../policy/subscriptionPolicy.ts';

/** One direction: `limitBps` as long as the mean of the last `seconds` is below `thresholdBps`. */
export interface BurstLimit {
  readonly limitBps: number;
  readonly thresholdBps: number;
  readonly seconds: number;
}

/**
 * What a package (in one tier, for one way of access) wants of a router, in no router's words. Down is what the customer
 * receives, up what the customer sends. Names are those on the router.
 */
export interface ServiceProfile {
  readonly accessType: AccessType;
  /** Undefined: no limit of ours. */
  readonly downBps?: number | undefined;
  readonly upBps?: number | undefined;
  readonly burst?: { readonly down: BurstLimit; readonly up: BurstLimit } | undefined;
  /** 1 goes first, 8 last. */
  readonly priority?: number | undefined;
  /** What stays when all that is above is full. */
  readonly limitAt?: { readonly downBps: number; readonly upBps: number } | undefined;
  readonly addressList?: string | undefined;
  /** Pool of the router for the one IPv4 address; not when the product gives addresses. */
  readonly framedPool?: string | undefined;
  /** Pool of the router for the prefix of the line itself. */
  readonly ipv6Pool?: string | undefined;
  /** Pool of the router that prefixes are delegated from. */
  readonly delegatedPool?: string | undefined;
  /** See `namesOfProfile` for what it may say. */
  readonly routerProfile?: string | undefined;
  readonly idleTimeoutSeconds?: number | undefined;
  /** 0: as the router is set. */
  readonly interimSeconds: number;
}
