import type { EndCause } from '#shared/session/endCause.ts';

/** How a line comes in, as far as reports show it. */
export type SeenAccess = 'pppoe' | 'hotspot' | 'ipoe';

/** What a report says of the line besides its counters; absent: it did not say. */
export interface LineFacts {
  readonly username: string;
  readonly access?: SeenAccess | undefined;
  /** Lower case with colons. */
  readonly mac?: string | undefined;
  /** Calling-Station-Id that is no MAC address. */
  readonly calling?: string | undefined;
  readonly nasPort?: string | undefined;
  readonly service?: string | undefined;
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
  /** With its length. */
  readonly ipv6Prefix?: string | undefined;
  readonly delegatedPrefix?: string | undefined;
}

export const sessionFlag = {
  /** Its beginning was not reported. */
  startMissed: 1,
  /** A counter went over 2³² without gigawords. */
  wrapped: 2,
  /** Its beginning was taken from the clock of the server. */
  unclocked: 4,
} as const;

/** One session of a line, as of the last report of it that was loaded. */
export interface LineSession extends LineFacts {
  readonly id: string;
  readonly tenantId: string;
  readonly nasId: string;
  readonly acctSessionId: string;
  readonly startedAt: number;
  readonly subscriptionId?: string | undefined;
  readonly heardAt: number;
  readonly endedAt?: number | undefined;
  readonly endCause?: EndCause | undefined;
  /** Since when nothing can be known of it: its router is not reached. */
  readonly unknownSince?: number | undefined;
  /** Acct-Session-Time of the furthest report. */
  readonly seconds: number;
  /** From the subscriber. */
  readonly octetsIn: number;
  /** To the subscriber. */
  readonly octetsOut: number;
  /** Of the policy it was let in with; 0: unknown. */
  readonly policyVersion: number;
  readonly flags: number;
}
