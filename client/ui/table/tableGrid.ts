import type { TableColumn } from './tableColumn.ts';
import type { TableLayout } from './tableLayout.ts';

const SELECT_WIDTH = 28;
/** Gaps and padding of table.css. */
const GAP = 12;
const PADDING = 28;

/** On a phone the columns that have a place in the card; else those chosen, of which some yield until the rest fits. */
export function visibleColumns<Row>(
  layout: TableLayout<Row>,
  phone: boolean,
  width: number,
  selectable: boolean,
): readonly TableColumn<Row>[] {
  if (phone) return layout.all().filter((column) => column.phone !== undefined);
  const shown = layout.shown();
  // What somebody chose themselves stays: the table then scrolls sideways.
  if (width === 0 || layout.chosen() !== undefined) return shown;
  const yielding = [1, 2].flatMap((order) => shown.filter(({ yields }) => yields === order).toReversed());
  const gone = new Set<TableColumn<Row>>();
  const left = (): readonly TableColumn<Row>[] => shown.filter((column) => !gone.has(column));
  for (const column of yielding) {
    if (leastWidth(left(), layout, selectable) <= width) break;
    gone.add(column);
  }
  return left();
}

function leastWidth<Row>(columns: readonly TableColumn<Row>[], layout: TableLayout<Row>, selectable: boolean): number {
  const widths = [
    ...(selectable ? [SELECT_WIDTH] : []),
    ...columns.map(({ id, width }) => layout.widthOf(id) ?? width),
  ];
  return widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) + PADDING;
}

/**
 * The columns of head and rows for table.css, and the least width of both: each row is a grid of its own, so none may
 * be as wide as its content.
 */
export function gridStyle<Row>(
  columns: readonly TableColumn<Row>[],
  layout: TableLayout<Row>,
  selectable: boolean,
): Readonly<Record<'--table-columns' | '--table-least', string>> {
  const least = leastWidth(columns, layout, selectable);
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
