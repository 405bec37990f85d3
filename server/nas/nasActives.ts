import type { NasActive } from '#shared/nas/view.ts';
import type { NasActiveChange, NasActiveReading } from './vendors/nasDriver.ts';

/** More sessions than this on one router are counted and not listed. */
const MOST_LISTED = 50_000;

export interface ListedActive extends NasActive {
  readonly id: string;
}

/** Who is connected through a router, as far as anybody looks. */
export class NasActives {
  readonly #actives = new Map<string, ListedActive>();
  readonly #listeners = new Set<() => void>();
  #sorted: readonly ListedActive[] | undefined;

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  replace(readings: readonly NasActiveReading[], now: number): void {
    this.#actives.clear();
    for (const reading of readings.slice(0, MOST_LISTED)) this.#put(reading, now);
    this.#changed();
  }

  change(service: NasActive['service'], change: NasActiveChange, now: number): void {
    if ('gone' in change) this.#actives.delete(`${service} ${change.id}`);
    else if (this.#actives.size < MOST_LISTED) this.#put(change, now);
    this.#changed();
  }

  /** By name; `text` is looked for in name, address, MAC and comment. */
  list(text: string): readonly ListedActive[] {
    this.#sorted ??= [...this.#actives.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const wanted = text.toLowerCase();
    if (wanted === '') return this.#sorted;
    return this.#sorted.filter(({ name, address = '', mac = '', comment = '' }) =>
      `${name}\n${address}\n${mac}\n${comment}`.toLowerCase().includes(wanted),
    );
  }

  has(id: string): boolean {
    return this.#actives.has(id);
  }

  #put({ id, uptimeMs, ...reading }: NasActiveReading, now: number): void {
    const key = `${reading.service} ${id}`;
    const earlier = this.#actives.get(key)?.startedAt;
    const startedAt = uptimeMs === undefined ? earlier : now - uptimeMs;
    // Uptimes are whole seconds: the start must not dance.
    const steady = earlier !== undefined && startedAt !== undefined && Math.abs(startedAt - earlier) < 3_000;
    this.#actives.set(key, {
      ...reading,
      id: key,
      ...(startedAt === undefined ? {} : { startedAt: steady ? earlier : startedAt }),
    });
  }

  #changed(): void {
    this.#sorted = undefined;
    for (const listener of this.#listeners) listener();
  }
}
