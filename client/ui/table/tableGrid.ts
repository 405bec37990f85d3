import type { TableColumn } from './tableColumn.ts';
import type { TableLayout } from './tableLayout.ts';

/** Below these widths of the table its yielding columns make room. */
const TIGHT = 1_000;
const NARROW = 760;
const SELECT_WIDTH = 28;

/** On a phone the columns that have a place in the card; else those chosen, less the ones that yield. */
export function visibleColumns<Row>(
  layout: TableLayout<Row>,
  phone: boolean,
  width: number,
): readonly TableColumn<Row>[] {
  if (phone) return layout.all().filter((column) => column.phone !== undefined);
  // What somebody chose themselves stays: the table then scrolls sideways.
  if (width === 0 || layout.chosen() !== undefined) return layout.shown();
  return layout.shown().filter(({ yields }) => !(yields === 1 && width < TIGHT) && !(yields === 2 && width < NARROW));
}

/** Gaps and padding of table.css. */
const GAP = 12;
const PADDING = 28;

/**
 * The columns of head and rows for table.css, and the least width of both: each row is a grid of its own, so none may
 * be as wide as its content.
 */
export function gridStyle<Row>(
  columns: readonly TableColumn<Row>[],
  layout: TableLayout<Row>,
  selectable: boolean,
): Readonly<Record<'--table-columns' | '--table-least', string>> {
  const widths = [
    ...(selectable ? [SELECT_WIDTH] : []),
    ...columns.map(({ id, width }) => layout.widthOf(id) ?? width),
  ];
  const least = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) + PADDING;
  return { '--table-columns': template(columns, layout, selectable), '--table-least': `${least}px` };
}

function template<Row>(columns: readonly TableColumn<Row>[], layout: TableLayout<Row>, selectable: boolean): string {
  const tracks = columns.map(({ id, width, grow }) => {
    const chosen = layout.widthOf(id);
    if (chosen !== undefined) return `${chosen}px`;
    return grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`;
  });
  return [...(selectable ? [`${SELECT_WIDTH}px`] : []), ...tracks].join(' ');
}
