import type { Difference } from '#shared/deviceIntent/values.ts';
import type { BurstDirection } from '#shared/package/values.ts';
import type { NasWire } from './nasDriver.ts';

/** A line with an address of its own, which sends no RADIUS: what its router is to have of it. */
export interface FixedLine {
  /** By this the product knows its own entries on a router. */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  readonly address: string;
  /** Networks behind it: routed IPv4 networks, the delegated IPv6 prefix. */
  readonly prefixes: readonly string[];
  /** Bits per second as the customer sees them; undefined: not limited. */
  readonly downBps?: number | undefined;
  readonly upBps?: number | undefined;
  readonly burst?: { readonly down: BurstDirection; readonly up: BurstDirection } | undefined;
  readonly limitAt?: { readonly downBps: number; readonly upBps: number } | undefined;
  /** 1 goes first, 8 last. */
  readonly priority?: number | undefined;
  /** Its addresses are on these lists. */
  readonly lists: readonly string[];
  /** Its equipment and where that is plugged in: the router then answers nobody else at this address. */
  readonly neighbour?: { readonly mac: string; readonly port: string; readonly isOn: boolean } | undefined;
}

/** Bytes since an entry was made or the router started. */
export interface FixedCounter {
  /** The router's own name of what counts; another one counts from zero. */
  readonly entry: string;
  /** From and to the customer. */
  readonly upBytes: number;
  readonly downBytes: number;
}

export interface FixedReading {
  /** Between the router and what is wanted; none: it is as wanted. */
  readonly differences: readonly Difference[];
  /** Of the entry that stands for the line, whoever made it. */
  readonly counter: FixedCounter | undefined;
  /** The router has heard its equipment lately; undefined: it does not say, because it was told of it. */
  readonly isHeard: boolean | undefined;
}

export interface FixedReadings {
  /** When the router started; counters began then at the latest. */
  readonly bootedAt: number;
  /** By line. */
  readonly lines: ReadonlyMap<string, FixedReading>;
}

/** An address that a router knows already, by a queue or as a neighbour. */
export interface FixedPlace {
  readonly address: string;
  /** Interface that its equipment is behind, if the router has heard of it or was told. */
  readonly port: string | undefined;
}

/** How routers of one vendor serve lines that have an address by themselves. */
export interface NasFixedLines {
  /** A few lines are asked for by themselves, many by one look at each menu. */
  read(wire: NasWire, lines: readonly FixedLine[], now: number, signal: AbortSignal): Promise<FixedReadings>;
  /**
   * Writes what differs, but for what `isKept` says is to stay as it is found. Entries that people made for the same address
   * become the product's. Answers what the router refused, in its own words.
   */
  putRight(
    wire: NasWire,
    line: FixedLine,
    isKept: (difference: Difference) => boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Which of these addresses it knows. */
  places(wire: NasWire, addresses: ReadonlySet<string>, signal: AbortSignal): Promise<readonly FixedPlace[]>;
  /** Takes away every entry of the line that is the product's; answers how many there were. */
  remove(wire: NasWire, id: string, signal: AbortSignal): Promise<number>;
}
