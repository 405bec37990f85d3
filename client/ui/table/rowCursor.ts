import { createEffect, createSignal } from 'solid-js';
import type { TableRows } from './tableRows.ts';

/** The row the keyboard is on. It follows its row when the list moves, so that a key never hits a neighbour. */
export interface RowCursor {
  id(): string | undefined;
  /** Where it is, or was when its row left the list. */
  index(): number;
  move(step: number): void;
  moveTo(index: number): void;
  put(id: string): void;
}

interface Place {
  readonly id: string | undefined;
  readonly index: number;
  /** The row there was asked for but isn't loaded yet. */
  readonly wanted: boolean;
}

/**
 * When its row leaves the list the cursor rests where it was, on nothing, until it is moved, unless `leftByOwnHand`:
 * then it goes on to the one that moved up, as one does when working through a list.
 */
export function createRowCursor(
  rows: TableRows<unknown>,
  options: { readonly leftByOwnHand: (id: string) => boolean; readonly onMoved: (index: number) => void },
): RowCursor {
  const [place, setPlace] = createSignal<Place>({ id: undefined, index: -1, wanted: false });

  createEffect(() => {
    const { id, index, wanted } = place();
    const { from, to } = rows.range();
    if (id === undefined) {
      const found = wanted ? rows.idAt(index) : undefined;
      if (found !== undefined) setPlace({ id: found, index, wanted: false });
      return;
    }
    const at = rows.indexOf(id);
    if (at === index) return;
    if (at !== undefined) setPlace({ id, index: at, wanted: false });
    else if (index >= from && index <= to) {
      const next = Math.min(index, rows.total() - 1);
      setPlace(
        options.leftByOwnHand(id)
          ? { id: rows.idAt(next), index: next, wanted: true }
          : { id: undefined, index, wanted: false },
      );
    }
  });

  const moveTo = (index: number): void => {
    const last = rows.total() - 1;
    if (last < 0) return;
    const to = Math.max(0, Math.min(last, index));
    setPlace({ id: rows.idAt(to), index: to, wanted: true });
    options.onMoved(to);
  };

  return {
    id: () => place().id,
    index: () => place().index,
    moveTo,
    move: (step) => {
      const { id, index } = place();
      // Resting after its row left: the row that moved up is the next one.
      const resting = id === undefined && index >= 0 && step > 0;
      moveTo(resting ? index + step - 1 : index + step);
    },
    put: (id) => {
      const index = rows.indexOf(id);
      if (index !== undefined) setPlace({ id, index, wanted: false });
    },
  };
}
