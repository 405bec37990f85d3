import { connect } from 'node:net';
import { type Connection, createConnection } from 'mysql2';
import { CONNECT_WITHIN_MS, type ForeignDatabase, type ForeignPlace, type ForeignRow } from './foreignDatabase.ts';

/** MySQL and MariaDB. */
export async function openMysql(place: ForeignPlace): Promise<ForeignDatabase> {
  const { host, address, port, database, user, password, tls } = place;
  const connection = createConnection({
    ...{ host, port, database, user, password, connectTimeout: CONNECT_WITHIN_MS, charset: 'utf8mb4' },
    // Not to what the name leads to by now, but to the address that was found to be allowed.
    stream: () => connect(port, address),
    ...(tls === 'verified' ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {}),
    // A server could ask for files of ours (MySQL manual §8.1.6).
    flags: ['-LOCAL_FILES'],
    typeCast: (field) => field.string('utf8'),
    multipleStatements: false,
  });
  // Without a listener a connection that breaks while nothing is asked ends the thread.
  connection.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  await ask(connection, 'set session transaction read only');
  await ask(connection, 'start transaction with consistent snapshot');
  return {
    async tables(wanted) {
      const found = await ask(
        connection,
        `select lower(table_name) as t, lower(column_name) as c from information_schema.columns
          where table_schema = database() and lower(table_name) in (?) order by table_name, ordinal_position`,
        [[...wanted]],
      );
      const tables = new Map<string, string[]>();
      for (const { t, c } of found) tables.set(t ?? '', [...(tables.get(t ?? '') ?? []), c ?? '']);
      return tables;
    },
    async *rows(table, columns, newest) {
      const order = newest === undefined ? '' : ' order by ?? desc';
      const names = [[...columns], table, ...(newest === undefined ? [] : [newest])];
      const stream = connection.query(`select ?? from ??${order}`, names).stream();
      for await (const row of stream as AsyncIterable<ForeignRow>) yield lowered(row);
    },
    async count(table) {
      const [row] = await ask(connection, 'select count(*) as n from ??', [table]);
      return Number(row?.['n'] ?? 0);
    },
    // Whatever was still on its way is not waited for.
    close: () => Promise.resolve(connection.destroy()),
  };
}

async function ask(connection: Connection, text: string, values: unknown[] = []): Promise<readonly ForeignRow[]> {
  return await new Promise((resolve, reject) =>
    connection.query(text, values, (error, rows) =>
      error ? reject(error) : resolve(Array.isArray(rows) ? (rows as ForeignRow[]) : []),
    ),
  );
}

function lowered(row: ForeignRow): ForeignRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}
