import pg from 'pg';
import {
  CONNECT_WITHIN_MS,
  type ForeignDatabase,
  type ForeignPlace,
  type ForeignRow,
  ROWS_AT_ONCE,
} from './foreignDatabase.ts';

const asText = { getTypeParser: () => (value: string) => value };

export async function openPostgres(place: ForeignPlace): Promise<ForeignDatabase> {
  const { host, address, port, database, user, password, tls } = place;
  const client = new pg.Client({
    ...{ host: address, port, database, user, password, connectionTimeoutMillis: CONNECT_WITHIN_MS },
    ...(tls === 'verified' ? { ssl: { servername: host, rejectUnauthorized: true } } : {}),
    types: asText as pg.CustomTypesConfig,
    application_name: 'import',
  });
  // Without a listener a connection that breaks while nothing is asked ends the thread.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin isolation level repeatable read read only');
  const schemas = new Map<string, string>();
  const named = (table: string): string =>
    `${pg.escapeIdentifier(schemas.get(table) ?? 'public')}.${pg.escapeIdentifier(table)}`;
  return {
    async tables(wanted) {
      const { rows } = await client.query<{ s: string; t: string; c: string }>(
        `select table_schema as s, table_name as t, column_name as c from information_schema.columns
          where table_name = any($1) and table_schema not in ('pg_catalog', 'information_schema')
          order by table_schema <> 'public', table_schema, table_name, ordinal_position`,
        [[...wanted]],
      );
      const tables = new Map<string, string[]>();
      for (const { s, t, c } of rows) {
        if (!schemas.has(t)) schemas.set(t, s);
        if (schemas.get(t) === s) tables.set(t, [...(tables.get(t) ?? []), c]);
      }
      return tables;
    },
    async *rows(table, columns, newest) {
      const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
      const order = newest === undefined ? '' : ` order by ${pg.escapeIdentifier(newest)} desc`;
      await client.query(`declare piece no scroll cursor for select ${list} from ${named(table)}${order}`);
      for (;;) {
        const { rows } = await client.query<ForeignRow>(`fetch ${ROWS_AT_ONCE} from piece`);
        yield* rows;
        if (rows.length < ROWS_AT_ONCE) break;
      }
      await client.query('close piece');
    },
    async count(table) {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${named(table)}`);
      return Number(rows[0]?.n ?? 0);
    },
    close: () => client.end(),
  };
}
