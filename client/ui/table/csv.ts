import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import type { TableColumn } from './tableColumn.ts';

/** The columns that have a plain text, with their titles as the first line. */
export function csvOf<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const exported = columns.filter(({ text }) => text !== undefined);
  const lines = [
    csvLine(exported.map(({ title }) => title())),
    ...rows.map((row) => csvLine(exported.map(({ text }) => text?.(row)))),
  ];
  return CSV_MARK + lines.join('');
}
