import type { Shortcuts } from '../shortcuts.ts';
import type { TableModel } from './createTable.ts';

/** The keys of every list; a screen adds its acts with `useShortcuts`. */
export function tableKeys<Row>({ cursor, selection, underCursor, options }: TableModel<Row>): Shortcuts {
  const current = (act: ((id: string) => void) | undefined) => (): void => {
    const id = cursor.id();
    if (id !== undefined) act?.(id);
  };
  const mark = (): void => {
    const row = underCursor();
    if (row) selection.add([row]);
  };
  const markAndMove = (step: number) => (): void => {
    mark();
    cursor.move(step);
    mark();
  };
  const back = (): void => {
    if (selection.size() > 0) selection.clear();
    else options.onBack?.();
  };
  return {
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    ArrowDown: () => cursor.move(1),
    ArrowUp: () => cursor.move(-1),
    PageDown: () => cursor.move(20),
    PageUp: () => cursor.move(-20),
    Home: () => cursor.moveTo(0),
    End: () => cursor.moveTo(Number.MAX_SAFE_INTEGER),
    Escape: back,
    ...(options.onOpen || options.onEnter ? { Enter: current(options.onEnter ?? options.onOpen) } : {}),
    ...(options.onOpen && options.onEnter ? { ' ': current(options.onOpen) } : {}),
    ...(options.onSearch ? { '/': options.onSearch } : {}),
    ...(options.selectable === true
      ? {
          x: () => {
            const row = underCursor();
            if (row) selection.toggle(row.id, row.fields);
          },
          J: markAndMove(1),
          K: markAndMove(-1),
          'Shift+ArrowDown': markAndMove(1),
          'Shift+ArrowUp': markAndMove(-1),
        }
      : {}),
  };
}
