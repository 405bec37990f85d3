/** Somebody whom a router lets in by itself, or gives an address and a rate, without asking RADIUS. */
export interface NasAccount {
  /** The router's own name of the entry; changes when it is made anew. */
  readonly id: string;
  /** ppp and hotspot: logs in · lease: is given an address by its MAC · queue: has an address and a rate */
  readonly service: 'ppp' | 'hotspot' | 'lease' | 'queue';
  readonly name: string;
  readonly password?: string;
  /** What it gets: the name of a profile, or its rates. */
  readonly profile?: string;
  readonly address?: string;
  readonly mac?: string;
  readonly comment?: string;
  readonly disabled: boolean;
  /** Lists that its address is on. */
  readonly lists: readonly string[];
}

/** Whether an account is switched off: it then lets nobody in, and RADIUS is asked. */
export interface NasAccountSwitch {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
}
