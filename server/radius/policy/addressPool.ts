/** What is given of a pool of IPv6: a prefix for the line itself (RFC 3162 §2.3), or one to be delegated (RFC 4818). */
export interface PrefixOfPool {
  /** At most 64. */
  readonly length: number;
  readonly as: 'framed' | 'delegated';
}

/** A pool the RADIUS process allocates from. */
export interface AddressPool {
  /** u32, unique over all tenants. */
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  /** First and last address, both included; in the order they are used. */
  readonly ranges: readonly { readonly first: string; readonly last: string }[];
  /** Absent: of IPv4, single addresses. */
  readonly prefix?: PrefixOfPool | undefined;
  /** An address is kept for its last subscription this long, as long as others are free. */
  readonly holdMs: number;
}
