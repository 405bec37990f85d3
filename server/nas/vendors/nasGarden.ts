export interface NasGardenAllowed {
  /** Where the page that says how to pay is. */
  readonly servers: readonly string[];
  readonly portalPort: number;
}

/** Who is in a router's walled garden at the moment. */
export interface NasGarden {
  /** Addresses and prefixes. */
  readonly members: readonly string[];
  /** Connections of theirs to anywhere else, which were open from before: removed now. */
  readonly removed: number;
}
