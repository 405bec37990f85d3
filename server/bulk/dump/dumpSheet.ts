import type { FileRow } from '../file/fileRow.ts';
import type { SourceObject } from '../source/sourceObject.ts';
import { type DumpTables, dumpTables } from './sqlDump.ts';

/** A known system: the tables that are read of it, and what they come to. */
export interface DumpSource {
  readonly tables: readonly string[];
  /** Customers and lines, as a table with headings that an import knows. */
  sheet(tables: DumpTables): Iterable<readonly string[]>;
  /** What lines are built on, each after what it is built on itself. */
  before(tables: DumpTables): Iterable<SourceObject>;
  /** What is built on lines. */
  after(tables: DumpTables): Iterable<SourceObject>;
}

/** Rows of a dump as those of a file, the heading first. Lines are counted as if it were that file. */
export function* dumpRows(text: string, source: DumpSource): Generator<FileRow> {
  const tables = dumpTables(text, source.tables);
  const [...sheet] = source.sheet(tables);
  let line = 1;
  yield { line, cells: sheet[0] ?? [] };
  const objects = function* (found: Iterable<SourceObject>): Generator<FileRow> {
    for (const object of found) yield { line: (line += 1), cells: [], object };
  };
  yield* objects(source.before(tables));
  for (const cells of sheet.slice(1)) yield { line: (line += 1), cells };
  yield* objects(source.after(tables));
}
