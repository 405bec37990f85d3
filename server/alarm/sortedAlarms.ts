import type { AlarmOrder } from './alarmOrder.ts';
import type { BoardAlarm } from './boardAlarm.ts';

/** One alarm before and after a batch; absent on a side where it is not in the list. */
export interface AlarmChange {
  readonly before: BoardAlarm | undefined;
  readonly after: BoardAlarm | undefined;
}

/** Below this many moves, shifting the array beats rebuilding it. */
const FEW = 4;

/** A sorted list of alarms. Its members never change, they are exchanged; a batch costs one pass at most. */
export class SortedAlarms {
  readonly #order: AlarmOrder;
  #items: BoardAlarm[];

  /** `items` must be in this order already. */
  constructor(order: AlarmOrder, items: BoardAlarm[]) {
    this.#order = order;
    this.#items = items;
  }

  get size(): number {
    return this.#items.length;
  }

  window(offset: number, limit: number): readonly BoardAlarm[] {
    return this.#items.slice(offset, offset + limit);
  }

  all(): Iterable<BoardAlarm> {
    return this.#items;
  }

  filter(keep: (alarm: BoardAlarm) => boolean): BoardAlarm[] {
    return this.#items.filter(keep);
  }

  apply(changes: readonly AlarmChange[]): void {
    const gone: number[] = [];
    const come: BoardAlarm[] = [];
    const replaced: [at: number, by: BoardAlarm][] = [];
    for (const { before, after } of changes) {
      const at = before && this.#lowerBound(before);
      if (before && after && at !== undefined && this.#order(before, after) === 0) {
        replaced.push([at, after]);
        continue;
      }
      if (at !== undefined) gone.push(at);
      if (after) come.push(after);
    }
    for (const [at, by] of replaced) this.#items[at] = by;
    if (gone.length + come.length <= FEW) this.#shift(gone, come);
    else this.#rebuild(gone, come);
  }

  #shift(gone: number[], come: readonly BoardAlarm[]): void {
    for (const at of gone.toSorted((a, b) => b - a)) this.#items.splice(at, 1);
    for (const alarm of come) this.#items.splice(this.#lowerBound(alarm), 0, alarm);
  }

  /** One pass over places, not over comparisons: runs between two of them are copied as they are. */
  #rebuild(gone: number[], come: readonly BoardAlarm[]): void {
    const arriving = come.map((alarm) => ({ alarm, at: this.#lowerBound(alarm) }));
    arriving.sort((a, b) => a.at - b.at || this.#order(a.alarm, b.alarm));
    const leaving = gone.toSorted((a, b) => a - b);
    const items: BoardAlarm[] = [];
    let from = 0;
    let left = 0;
    const copyTo = (to: number): void => {
      for (; from < to; from += 1) {
        if (leaving[left] === from) left += 1;
        else items.push(this.#items[from]!);
      }
    };
    for (const { alarm, at } of arriving) {
      copyTo(at);
      items.push(alarm);
    }
    copyTo(this.#items.length);
    this.#items = items;
  }

  /** The first place whose alarm does not come before this one. */
  #lowerBound(alarm: BoardAlarm): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order(this.#items[middle]!, alarm) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
