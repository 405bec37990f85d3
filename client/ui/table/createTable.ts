import { useKeyNotes } from '../keyNotes.ts';
import { useShortcuts } from '../shortcuts.ts';
import { createRowCursor, type RowCursor } from './rowCursor.ts';
import { createRowSelection, type RowSelection } from './rowSelection.ts';
import type { TableColumn } from './tableColumn.ts';
import { tableKeyNotes } from './tableKeyNotes.ts';
import { tableKeys } from './tableKeys.ts';
import { createTableLayout, type TableLayout } from './tableLayout.ts';
import type { TableRow, TableRows } from './tableRows.ts';

export interface TableOptions<Row> {
  /** Under which columns and widths are remembered; unique among the product's tables. */
  readonly name: string;
  readonly rows: TableRows<Row>;
  readonly columns: () => readonly TableColumn<Row>[];
  /** Changes when filter or sort make it another list, which then starts at its top. */
  readonly listKey?: () => string;
  readonly sort?: () => string;
  readonly onSort?: (sort: string) => void;
  /** Rows can be marked for acting on several (default: no). */
  readonly selectable?: boolean;
  /** A click: usually opens the side panel. Space too when `onEnter` is given. */
  readonly onOpen?: (id: string) => void;
  /** Enter, when it does something else than a click: usually the object's page. */
  readonly onEnter?: (id: string) => void;
  /** The row whose side panel is open. */
  readonly peeked?: () => string | undefined;
  /** `/` */
  readonly onSearch?: () => void;
  /** Escape, once nothing is marked any more. */
  readonly onBack?: () => void;
  /** Whether the row left the list because of what this person just did; the cursor then goes on to the next. */
  readonly leftByOwnHand?: (id: string) => boolean;
  readonly onMoved?: (id: string | undefined, index: number) => void;
  /** False: the table takes no keys (a second table on one screen). */
  readonly keys?: boolean;
}

/** One table of one screen: pass it to `<Table>`, `<BulkBar>`, `<ColumnMenu>`. */
export interface TableModel<Row> {
  readonly options: TableOptions<Row>;
  readonly rows: TableRows<Row>;
  readonly layout: TableLayout<Row>;
  readonly cursor: RowCursor;
  readonly selection: RowSelection<Row>;
  /** The row under the cursor, or the one whose panel is open. */
  underCursor(): TableRow<Row> | undefined;
  /** The marked rows, or the one under the cursor: what an act is about. */
  addressed(): readonly Row[];
  /** Brings a row into sight. */
  reveal(index: number): void;
  /** By the component that draws it. */
  onReveal(reveal: (index: number) => void): void;
}

export function createTable<Row>(options: TableOptions<Row>): TableModel<Row> {
  const { rows } = options;
  let reveal: (index: number) => void = () => {};
  const cursor = createRowCursor(rows, {
    leftByOwnHand: (id) => options.leftByOwnHand?.(id) ?? false,
    onMoved: (index) => {
      reveal(index);
      options.onMoved?.(rows.idAt(index), index);
    },
  });
  const selection = createRowSelection<Row>();
  const underCursor = (): TableRow<Row> | undefined => rows.row(cursor.id() ?? options.peeked?.() ?? '');
  const model: TableModel<Row> = {
    options,
    rows,
    layout: createTableLayout(options.name, options.columns),
    cursor,
    selection,
    underCursor,
    addressed: () => {
      if (selection.size() > 0) return selection.rows();
      const row = underCursor();
      return row ? [row.fields] : [];
    },
    reveal: (index) => reveal(index),
    onReveal: (ready) => (reveal = ready),
  };
  if (options.keys !== false) {
    useShortcuts(() => tableKeys(model));
    useKeyNotes(() => tableKeyNotes(model));
  }
  return model;
}
