import { dropReasons, rejectReasons, type DropReason, type RejectReason } from './rejectReason.ts';

const MOST_STRANGERS = 200;
const SHOWN_STRANGERS = 50;

interface Stranger {
  packets: number;
  lastAt: number;
}

/** What is counted since the process began. */
export class Counters {
  readonly requests = { authentication: 0, accounting: 0, status: 0 };
  readonly answers = { accept: 0, reject: 0, challenge: 0, accounting: 0 };
  readonly rejects: Record<RejectReason, number> = zeros(Object.keys(rejectReasons) as RejectReason[]);
  readonly drops: Record<DropReason, number> = zeros(dropReasons);
  duplicates = 0;
  readonly #strangers = new Map<string, Stranger>();

  /** A source that no router has; of more than are kept, those that come first. */
  stranger(address: string, at: number): void {
    this.drops.unknownSource += 1;
    const known = this.#strangers.get(address);
    if (known) {
      known.packets += 1;
      known.lastAt = at;
    } else if (this.#strangers.size < MOST_STRANGERS) this.#strangers.set(address, { packets: 1, lastAt: at });
  }

  /** It is a router now. */
  known(isSource: (address: string) => boolean): void {
    for (const address of this.#strangers.keys()) if (isSource(address)) this.#strangers.delete(address);
  }

  strangers(): { readonly address: string; readonly packets: number; readonly lastAt: number }[] {
    return [...this.#strangers]
      .map(([address, { packets, lastAt }]) => ({ address, packets, lastAt }))
      .sort((one, other) => other.packets - one.packets)
      .slice(0, SHOWN_STRANGERS);
  }
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
