/** A pool the RADIUS process allocates from. */
export interface AddressPool {
  /** u32, unique over all tenants. */
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  /** First and last address, both included; in the order they are used. */
  readonly ranges: readonly { readonly first: string; readonly last: string }[];
  /** An address is kept for its last subscription this long, as long as others are free. */
  readonly holdMs: number;
}
