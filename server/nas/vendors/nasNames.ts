/** What is called by name on a router by those who tell it about a line. */
export interface NasNames {
  readonly pools: readonly string[];
  readonly ipv6Pools: readonly string[];
  readonly pppProfiles: readonly string[];
  readonly hotspotProfiles: readonly string[];
  /** Address lists that some firewall rule looks at, whether or not anything is in them now. */
  readonly addressLists: readonly string[];
}

/** How much of one of its pools is in use, as the router says. */
export interface NasPoolUse {
  readonly name: string;
  readonly size: number;
  readonly used: number;
}
