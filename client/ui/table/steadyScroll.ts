import { createRenderEffect, createSignal } from 'solid-js';
import type { TableRows } from './tableRows.ts';

/**
 * Keeps the row somebody looks at (under the pointer, under the cursor, or the topmost one after scrolling) where it
 * is while others come and go above it. Answers how many came above since the top was last seen.
 */
export function createSteadyScroll(options: {
  readonly rows: TableRows<unknown>;
  readonly key: () => string;
  readonly rowHeight: () => number;
  readonly scroller: () => HTMLElement | undefined;
  /** The row to hold, when there is a better one than the topmost. */
  readonly held: () => string | undefined;
}): { newAbove: () => number; scrolled: () => void } {
  const { rows } = options;
  const [newAbove, setNewAbove] = createSignal(0);
  let before: { key: string; order: readonly string[]; from: number } | undefined;

  createRenderEffect(() => {
    const present = { key: options.key(), order: rows.loaded().map(({ id }) => id), from: rows.range().from };
    const previous = before;
    before = present;
    const scroller = options.scroller();
    if (!scroller || !previous || previous.key !== present.key || rows.changing()) return;
    const top = Math.floor(scroller.scrollTop / options.rowHeight());
    const holder = anchor(previous, scroller.scrollTop > 0 ? top : undefined);
    if (!holder) return;
    const at = rows.indexOf(holder.id);
    if (at === undefined || at === holder.index) return;
    scroller.scrollTop += (at - holder.index) * options.rowHeight();
    setNewAbove((count) => Math.max(0, count + at - holder.index));
  });

  const anchor = (
    previous: { order: readonly string[]; from: number },
    top: number | undefined,
  ): { id: string; index: number } | undefined => {
    const held = options.held();
    const heldAt = held === undefined ? -1 : previous.order.indexOf(held);
    if (held !== undefined && heldAt >= 0) return { id: held, index: previous.from + heldAt };
    const id = top === undefined ? undefined : previous.order[top - previous.from];
    return id === undefined || top === undefined ? undefined : { id, index: top };
  };

  return {
    newAbove,
    scrolled: () => {
      if (newAbove() > 0 && (options.scroller()?.scrollTop ?? 0) < options.rowHeight()) setNewAbove(0);
    },
  };
}
