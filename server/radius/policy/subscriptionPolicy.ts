/** How a subscription's equipment comes in. */
export type AccessType = 'pppoe' | 'hotspot' | 'ipoe' | 'static';

/**
 * What the RADIUS process decides by for one subscription, as of one version. Main works it out from the subscription,
 * its package and its pools whenever one of them changes; the process knows no packages.
 */
export interface SubscriptionPolicy {
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** Rises with every change that a router has to hear of; u32. Class of an Accept carries it. */
  readonly version: number;
  /** As compared (the tenant's rules applied); undefined when it comes in by its MAC addresses only. */
  readonly username?: string | undefined;
  /** In clear, for CHAP; absent: only the NT hash is known, or there is none to check (MAC authentication). */
  readonly password?: string | undefined;
  /** 32 hexadecimal digits. */
  readonly ntHash?: string | undefined;
  /** Empty: any. */
  readonly accessTypes: readonly AccessType[];
  /** open: let in until `validUntil` · closed: never, for `closedReason`. */
  readonly standing: 'open' | 'closed';
  readonly closedReason?: 'pending' | 'suspended' | 'expired' | 'left' | 'blocked' | 'quotaUsed' | undefined;
  /** Epoch ms from which on `afterReply` counts, or the door is closed when there is none. */
  readonly validUntil?: number | undefined;
  /** Validity that begins with the first Accept (vouchers), in ms; `validUntil` follows from it then. */
  readonly validityFromFirstUseMs?: number | undefined;
  /** Templates by id: while valid, and behind `validUntil` or while closed (walled garden). */
  readonly reply: number;
  readonly afterReply?: number | undefined;
  /** True: Session-Timeout ends the session at `validUntil`. */
  readonly endsAtExpiry: boolean;
  /** Lower case with colons. */
  readonly macs: readonly string[];
  readonly macBinding: 'off' | 'firstUse' | 'fixed';
  /** True: one of `macs` as User-Name is let in without its password (hotspot auto-login, IPoE). */
  readonly macLogin: boolean;
  /** 0: any number. */
  readonly sessions: number;
  readonly sessionPolicy: 'refuse' | 'newestWins';
  readonly staticIpv4?: string | undefined;
  /** Pool by id that this process allocates from; absent: the router's own, which the template names. */
  readonly pool?: number | undefined;
  /** The same for its IPv6 prefix. */
  readonly prefixPool?: number | undefined;
  readonly delegatedPrefix?: string | undefined;
  /** RFC 2865 §5.22. */
  readonly framedRoutes: readonly string[];
  /** The routers it may come in by; empty: all of its tenant. */
  readonly nasIds: readonly string[];
}
