import type { AlarmOrder } from './alarmOrder.ts';
import type { BoardAlarm } from './boardAlarm.ts';
import { SortedAlarms, type AlarmChange } from './sortedAlarms.ts';

/** One filtered, sorted list that all windows on it share. */
export class AlarmIndex {
  readonly #matches: (alarm: BoardAlarm) => boolean;
  readonly #sorted: SortedAlarms;
  readonly #listeners = new Set<() => void>();

  /** `all` is every alarm in the same order. */
  constructor(order: AlarmOrder, matches: (alarm: BoardAlarm) => boolean, all: SortedAlarms) {
    this.#matches = matches;
    this.#sorted = new SortedAlarms(order, all.filter(matches));
  }

  get size(): number {
    return this.#sorted.size;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  window(offset: number, limit: number): readonly BoardAlarm[] {
    return this.#sorted.window(offset, limit);
  }

  /** Returns how to stop listening. */
  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  apply(changes: readonly AlarmChange[]): void {
    const own: AlarmChange[] = [];
    for (const { before, after } of changes) {
      const was = before && this.#matches(before) ? before : undefined;
      const is = after && this.#matches(after) ? after : undefined;
      if (was || is) own.push({ before: was, after: is });
    }
    if (own.length === 0) return;
    this.#sorted.apply(own);
    for (const changed of this.#listeners) changed();
  }
}
