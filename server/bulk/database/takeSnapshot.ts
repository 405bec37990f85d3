import { freeRadius } from '../dump/freeRadius.ts';
import { phpNuxBill } from '../dump/phpNuxBill.ts';
import type { ForeignDatabase, ForeignRow } from './foreignDatabase.ts';

/** By these tables a system is known; the first that fits. */
const systems = [
  { source: phpNuxBill, known: 'tbl_customers' },
  { source: freeRadius, known: 'radcheck' },
] as const;

/** The largest by far, of which the newest rows are taken as long as there is room; only what is read of it. */
const HISTORY = 'radacct';
const HISTORY_COLUMNS: ReadonlySet<string> = new Set([
  ...['acctsessionid', 'username', 'nasipaddress', 'acctstarttime', 'acctstoptime', 'acctsessiontime'],
  ...['acctinputoctets', 'acctoutputoctets', 'callingstationid', 'framedipaddress', 'acctterminatecause'],
]);

/** Undefined: it is of no system that is known. */
export async function takeSnapshot(
  database: ForeignDatabase,
  mostBytes: number,
): Promise<AsyncGenerator<string, SnapshotEnd> | undefined> {
  const all = await database.tables([...new Set(systems.flatMap(({ source }) => source.tables))]);
  const system = systems.find(({ known }) => all.has(known));
  if (!system) return undefined;
  const wanted = system.source.tables.filter((table) => all.has(table));
  const ordered = [...wanted.filter((table) => table !== HISTORY), ...wanted.filter((table) => table === HISTORY)];
  return written(database, new Map(ordered.map((table) => [table, all.get(table)!])), mostBytes);
}

export interface SnapshotEnd {
  /** Something beside history found no room: it is of no use. */
  readonly tooLarge: boolean;
  readonly leftSessions: number;
}

/** As PostgreSQL dumps tables, whatever it is read from: the same reader takes it. */
async function* written(
  database: ForeignDatabase,
  tables: ReadonlyMap<string, readonly string[]>,
  mostBytes: number,
): AsyncGenerator<string, SnapshotEnd> {
  let size = 0;
  const piece = (text: string): string => {
    size += Buffer.byteLength(text);
    return text;
  };
  yield piece(`-- PostgreSQL database dump\n-- of ${[...tables.keys()].join(', ')}\n`);
  for (const [table, there] of tables) {
    const isHistory = table === HISTORY;
    const columns = isHistory ? there.filter((column) => HISTORY_COLUMNS.has(column)) : there;
    const newest = isHistory && there.includes('radacctid') ? 'radacctid' : undefined;
    yield piece(`COPY public.${table} (${columns.join(', ')}) FROM stdin;\n`);
    // Asked before, for a connection answers one question at a time.
    const all = isHistory ? await database.count(table) : 0;
    let count = 0;
    for await (const row of database.rows(table, columns, newest)) {
      const line = lineOf(row, columns);
      // Room for the end of the table.
      if (size + Buffer.byteLength(line) > mostBytes - 16) {
        yield piece('\\.\n');
        return { tooLarge: !isHistory, leftSessions: isHistory ? all - count : 0 };
      }
      count += 1;
      yield piece(line);
    }
    yield piece('\\.\n');
  }
  return { tooLarge: false, leftSessions: 0 };
}

function lineOf(row: ForeignRow, columns: readonly string[]): string {
  return `${columns.map((column) => cellOf(row[column] ?? null)).join('\t')}\n`;
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cellOf(value: string | null): string {
  return value === null ? '\\N' : value.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPED[character]!);
}
