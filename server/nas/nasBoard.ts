import type { Clock } from '#actors/system/clock.ts';
import type { NasFilter, NasSort } from '#shared/nas/view.ts';
import { canonicalJson } from '#shared/values/canonicalJson.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { NasEntry } from './nasEntry.ts';
import { NasIndex } from './nasIndex.ts';
import { parseNasScope } from './nasScopeText.ts';

/** Changes within this time are told together. */
const GATHER_MS = 50;

/** Every router of a tenant that is not archived, in memory; lists and figures are views of it. */
export class NasBoard {
  readonly #clock: Clock;
  readonly #entries = new Map<ActorId, NasEntry>();
  readonly #indexes = new Map<string, NasIndex>();
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Map<ActorId, Set<() => void>>();
  #version = 1;
  #timer: unknown;
  #membersChanged = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(id: ActorId): NasEntry | undefined {
    return this.#entries.get(id);
  }

  has(id: string): boolean {
    return this.#entries.has(id as ActorId);
  }

  all(): Iterable<NasEntry> {
    return this.#entries.values();
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  put(entry: NasEntry): void {
    this.#entries.set(entry.record.id, entry);
    this.changed(entry, true);
  }

  remove(id: ActorId): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.changed(entry, true);
  }

  /** `members`: its place in lists may have changed for another reason than a figure. */
  changed(entry: NasEntry, members = false): void {
    this.#version += 1;
    const before = entry.state;
    entry.touch(this.#version, this.#clock.now());
    if (members || before !== entry.state) this.#membersChanged = true;
    for (const watcher of this.#watchers.get(entry.record.id) ?? []) watcher();
    this.#timer ??= this.#clock.setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Told after any router changed. Answers how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Told at once when this router changed. */
  watch(id: ActorId, watcher: () => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(id);
    };
  }

  /** A list shared by all windows on it; `scope` as an audience names it. */
  openList(
    filter: NasFilter,
    sort: NasSort,
    scope: string,
    changed: () => void,
  ): { readonly shown: NasIndex; readonly close: () => void } {
    const key = canonicalJson([filter, sort, scope]);
    const shown =
      this.#indexes.get(key) ?? new NasIndex(() => this.all(), filter, sort, parseNasScope(scope), this.#clock);
    this.#indexes.set(key, shown);
    const unwatch = shown.watch(changed);
    return {
      shown,
      close: () => {
        unwatch();
        if (!shown.watched && this.#indexes.get(key) === shown) this.#indexes.delete(key);
      },
    };
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #tell(): void {
    this.#timer = undefined;
    const members = this.#membersChanged;
    this.#membersChanged = false;
    for (const index of this.#indexes.values()) index.changed(members);
    for (const listener of this.#listeners) listener();
  }
}
