import type { FileRow } from '../file/fileRow.ts';
import { type DumpTables, dumpTables } from './sqlDump.ts';

/** A known system: the tables that are read of it, and what they come to as a table with headings that an import knows. */
export interface DumpSource {
  readonly tables: readonly string[];
  sheet(tables: DumpTables): Iterable<readonly string[]>;
}

/** Rows of a dump as those of a file, the heading first. Lines are counted as if it were that file. */
export function* dumpRows(text: string, source: DumpSource): Generator<FileRow> {
  let line = 0;
  for (const cells of source.sheet(dumpTables(text, source.tables))) yield { line: (line += 1), cells };
}
