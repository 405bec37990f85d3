import { expect, test } from 'vitest';
import type { ForeignDatabase, ForeignRow } from '#server/bulk/database/foreignDatabase.ts';
import { type SnapshotEnd, takeSnapshot } from '#server/bulk/database/takeSnapshot.ts';
import { dumpTables } from '#server/bulk/dump/sqlDump.ts';
import { fileShape } from '#server/bulk/file/fileShape.ts';

function holding(
  tables: Readonly<Record<string, readonly ForeignRow[]>>,
): ForeignDatabase & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    tables: (wanted) =>
      Promise.resolve(
        new Map(
          Object.entries(tables)
            .filter(([name]) => wanted.includes(name))
            .map(([name, rows]) => [name, Object.keys(rows[0] ?? {})]),
        ),
      ),
    async *rows(table, columns, newest) {
      asked.push(`${table} ${newest ?? ''}`.trim());
      for (const row of tables[table] ?? []) yield Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
    },
    count: (table) => Promise.resolve(tables[table]?.length ?? 0),
    close: () => Promise.resolve(),
  };
}

async function taken(
  database: ForeignDatabase,
  mostBytes = 1_000_000,
): Promise<{ readonly text: string; readonly end: SnapshotEnd } | undefined> {
  const pieces = await takeSnapshot(database, mostBytes);
  if (!pieces) return undefined;
  let text = '';
  for (;;) {
    const next = await pieces.next();
    if (next.done === true) return { text, end: next.value };
    text += next.value;
  }
}

const checks = [{ id: '1', username: 'wanjiku', attribute: 'Cleartext-Password', op: ':=', value: 'a\tb\\c\nd\re' }];
const history = Array.from({ length: 100 }, (_, index) => ({
  ...{
    radacctid: String(100 - index),
    acctsessionid: `s${index}`,
    username: 'wanjiku',
    connectinfo_start: 'x'.repeat(500),
  },
}));

test('what is read of a database is a dump that says the same', async () => {
  const { text, end } = (await taken(holding({ radcheck: checks, other: [{ secret: 'not asked for' }] })))!;
  expect(end).toEqual({ tooLarge: false, leftSessions: 0 });
  expect(text).not.toContain('not asked for');
  expect(fileShape(Buffer.from(text))).toMatchObject({ format: 'freeradius', encoding: 'utf-8' });
  expect(dumpTables(text, ['radcheck']).get('radcheck')).toEqual(checks);
});

test('history is read last, the newest first, only what is used of it, and as much as finds room', async () => {
  const database = holding({ radacct: history, radcheck: checks });
  const { text, end } = (await taken(database, 1_500))!;
  expect(database.asked).toEqual(['radcheck', 'radacct radacctid']);
  expect(text).not.toContain('xxx');
  const read = dumpTables(text, ['radacct']).get('radacct')!;
  expect(read[0]).toEqual({ acctsessionid: 's0', username: 'wanjiku' });
  expect(end).toEqual({ tooLarge: false, leftSessions: 100 - read.length });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_500);
});

test('accounts that find no room are not half taken', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ ...checks[0]!, id: String(index) }));
  expect((await taken(holding({ radcheck: many }), 1_000))!.end.tooLarge).toBe(true);
});

test('a database of no system that is known is not read', async () => {
  expect(await taken(holding({ radusergroup: [{ a: '1' }] }))).toBeUndefined();
});
