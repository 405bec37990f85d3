import { formatAddress, type ActorAddress } from './address.ts';
import type { Clock } from './clock.ts';
import { createCell, type DomainCell } from './domainCell.ts';

/** Which domain actors are in memory. An address that is not costs nothing; its actor comes with the next message. */
export class CellDirectory {
  readonly #clock: Clock;
  readonly #shortestIdleMs: number;
  readonly #idleMsOf: (kind: string) => number;
  /** In order of last use, so that idle actors are found at the front. */
  readonly #cells = new Map<string, DomainCell>();

  constructor(clock: Clock, shortestIdleMs: number, idleMsOf: (kind: string) => number) {
    this.#clock = clock;
    this.#shortestIdleMs = shortestIdleMs;
    this.#idleMsOf = idleMsOf;
  }

  get size(): number {
    return this.#cells.size;
  }

  cells(): IterableIterator<DomainCell> {
    return this.#cells.values();
  }

  find(address: ActorAddress): DomainCell | undefined {
    return this.#cells.get(formatAddress(address));
  }

  findOrCreate(address: ActorAddress): DomainCell {
    const key = formatAddress(address);
    const now = this.#clock.now();
    const known = this.#cells.get(key);
    if (!known) {
      const cell = createCell(address, key, now);
      this.#cells.set(key, cell);
      return cell;
    }
    // Moving to the end at most once a second keeps the order good enough without a cost per message.
    if (now - known.lastUsedAt >= 1000) {
      known.lastUsedAt = now;
      this.#cells.delete(key);
      this.#cells.set(key, known);
    }
    return known;
  }

  /** Drops actors that were idle for longer than their kind allows; answers how many. */
  passivateIdle(): number {
    const now = this.#clock.now();
    let dropped = 0;
    for (const [key, cell] of this.#cells) {
      const idleMs = now - cell.lastUsedAt;
      if (idleMs < this.#shortestIdleMs) break;
      if (idleMs < this.#idleMsOf(cell.address.kind)) continue;
      if ((cell.status !== 'ready' && cell.status !== 'cold') || cell.gaveUp) continue;
      this.#cells.delete(key);
      dropped += 1;
    }
    return dropped;
  }
}
