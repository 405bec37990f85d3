import type { Clock } from '#actors/system/clock.ts';
import type { NasFilter, NasSort } from '#shared/nas/view.ts';
import type { NasEntry } from './nasEntry.ts';
import { figureSorts, nasOrders } from './nasOrder.ts';
import { inNasScope } from './nasScopeText.ts';
import type { NasScope } from './storedNas.ts';

const REORDER_MS = 2_000;

/** One filtered, sorted list that all windows on it share; put in order when it is read, and only if it must be. */
export class NasIndex {
  readonly #all: () => Iterable<NasEntry>;
  readonly #matches: (entry: NasEntry) => boolean;
  readonly #sort: NasSort;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #entries: NasEntry[] = [];
  #stale = true;
  #orderedAt = -Infinity;

  constructor(all: () => Iterable<NasEntry>, filter: NasFilter, sort: NasSort, scope: NasScope, clock: Clock) {
    this.#all = all;
    this.#matches = nasMatcher(filter, scope);
    this.#sort = sort;
    this.#clock = clock;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  /** Something may look different; `members` when states, names or the list itself may. */
  changed(members: boolean): void {
    if (members || (figureSorts.has(this.#sort) && this.#clock.now() - this.#orderedAt >= REORDER_MS))
      this.#stale = true;
    for (const listener of this.#listeners) listener();
  }

  window(offset: number, limit: number): readonly NasEntry[] {
    return this.#ordered().slice(offset, offset + limit);
  }

  get size(): number {
    return this.#ordered().length;
  }

  #ordered(): readonly NasEntry[] {
    if (!this.#stale) return this.#entries;
    this.#stale = false;
    this.#orderedAt = this.#clock.now();
    this.#entries = [...this.#all()].filter(this.#matches).toSorted(nasOrders[this.#sort]);
    return this.#entries;
  }
}

function nasMatcher(filter: NasFilter, scope: NasScope): (entry: NasEntry) => boolean {
  const states = new Set<string>(filter.states);
  const branches = new Set<string>(filter.branches);
  const text = filter.text.toLowerCase();
  return (entry) =>
    inNasScope(scope, entry.record.branchId) &&
    (states.size === 0 || states.has(entry.state)) &&
    (branches.size === 0 || (entry.record.branchId !== null && branches.has(entry.record.branchId))) &&
    (text === '' || entry.contains(text));
}
