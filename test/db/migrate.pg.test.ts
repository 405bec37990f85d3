import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { MigrationError } from '#server/platform/db/migrationError.ts';
import { createTestDatabase } from '../support/database.ts';

const migrations = join(import.meta.dirname, '../../migrations');
const ok = '-- previous-release: ok\n';

async function directoryOf(files: Record<string, string>): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'lastmile-migrations-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function failureOf(work: Promise<unknown>): Promise<MigrationError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MigrationError);
  return error as MigrationError;
}

test('twenty starters at once migrate an empty database once', async () => {
  await using db = await createTestDatabase({ migrated: false });
  const ran = await Promise.all(Array.from({ length: 20 }, () => migrate(db.ownerUrl, migrations)));
  const all = await query(db.ownerUrl, 'select name from lastmile.schema_migration order by name');
  expect(all.length).toBeGreaterThan(0);
  expect(ran.filter((names) => names.length > 0)).toEqual([all]);
  await grantServerRole(db.ownerUrl, 'lastmile_server');
  await db.database.start();
});

test('a second start runs nothing', async () => {
  await using db = await createTestDatabase();
  expect(await migrate(db.ownerUrl, migrations)).toEqual([]);
});

test('a new file runs and only that', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using one = await directoryOf({ '0001_a.sql': `${ok}create table lastmile.a ();` });
  await migrate(db.ownerUrl, one.path);
  await writeFile(join(one.path, '0002_b.sql'), `${ok}create table lastmile.b ();`);
  expect(await migrate(db.ownerUrl, one.path)).toEqual(['0002_b.sql']);
});

test('a file changed after it ran is refused by name', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using one = await directoryOf({ '0001_a.sql': `${ok}create table lastmile.a ();` });
  await migrate(db.ownerUrl, one.path);
  await writeFile(join(one.path, '0001_a.sql'), `${ok}create table lastmile.a (n int);`);
  const error = await failureOf(migrate(db.ownerUrl, one.path));
  expect(error.failure).toBe('edited');
  expect(error.message).toContain('0001_a.sql');
});

test('other line ends are not a change', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using one = await directoryOf({ '0001_a.sql': `${ok}create table lastmile.a ();\n` });
  await migrate(db.ownerUrl, one.path);
  await writeFile(join(one.path, '0001_a.sql'), `${ok}create table lastmile.a ();\n`.replaceAll('\n', '\r\n'));
  expect(await migrate(db.ownerUrl, one.path)).toEqual([]);
});

test('a file that sorts before one that ran is refused', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using one = await directoryOf({ '0002_b.sql': `${ok}create table lastmile.b ();` });
  await migrate(db.ownerUrl, one.path);
  await writeFile(join(one.path, '0001_a.sql'), `${ok}create table lastmile.a ();`);
  expect((await failureOf(migrate(db.ownerUrl, one.path))).failure).toBe('order');
});

test('a file that ran and is gone is refused', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using both = await directoryOf({ '0001_a.sql': ok, '0002_b.sql': ok });
  await migrate(db.ownerUrl, both.path);
  await rm(join(both.path, '0001_a.sql'));
  expect((await failureOf(migrate(db.ownerUrl, both.path))).failure).toBe('missing');
});

test('a database of a newer release is refused, with what to do', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using newer = await directoryOf({ '0001_a.sql': ok, '0002_b.sql': '-- previous-release: none\n' });
  await migrate(db.ownerUrl, newer.path);
  await rm(join(newer.path, '0002_b.sql'));
  const error = await failureOf(migrate(db.ownerUrl, newer.path));
  expect(error.failure).toBe('newer');
  expect(error.message).toContain('Start that release or a newer one');
});

test('a newer migration that lets the previous release go on is accepted', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using newer = await directoryOf({ '0001_a.sql': ok, '0002_b.sql': ok });
  await migrate(db.ownerUrl, newer.path);
  await rm(join(newer.path, '0002_b.sql'));
  expect(await migrate(db.ownerUrl, newer.path)).toEqual([]);
});

test('a file that fails leaves nothing of itself and names itself; those before it stay', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using two = await directoryOf({
    '0001_a.sql': `${ok}create table lastmile.a ();`,
    '0002_b.sql': `${ok}create table lastmile.b ();\nselect 1 / 0;`,
  });
  const error = await failureOf(migrate(db.ownerUrl, two.path));
  expect(error.failure).toBe('failed');
  expect(error.message).toBe('0002_b.sql: division by zero');
  expect(await query(db.ownerUrl, `select tablename from pg_tables where schemaname = 'lastmile' order by 1`)).toEqual([
    'a',
    'schema_migration',
  ]);
  await writeFile(join(two.path, '0002_b.sql'), `${ok}create table lastmile.b ();`);
  expect(await migrate(db.ownerUrl, two.path)).toEqual(['0002_b.sql']);
});

test('a file without transaction may build an index beside writers', async () => {
  await using db = await createTestDatabase({ migrated: false });
  await using two = await directoryOf({
    '0001_a.sql': `${ok}create table lastmile.a (n int);`,
    '0002_b.sql': `-- no-transaction\n${ok}-- two statements;\ncreate index concurrently if not exists a_n on lastmile.a (n);\ncreate index concurrently if not exists a_m on lastmile.a ((n + 1));\n`,
  });
  await migrate(db.ownerUrl, two.path);
  expect(await query(db.ownerUrl, `select indexname from pg_indexes where tablename = 'a' order by 1`)).toEqual([
    'a_m',
    'a_n',
  ]);
});

test.for([
  ['a name without number', { 'a.sql': ok }, 'malformed'],
  ['no header', { '0001_a.sql': 'select 1;' }, 'malformed'],
  ['a function body without transaction', { '0001_a.sql': `-- no-transaction\n${ok}do $$ begin end $$;` }, 'malformed'],
  ['a number given twice', { '0001_a.sql': ok, '0001_b.sql': ok }, 'order'],
] as const)('%s is refused before anything runs', async ([, files, failure]) => {
  await using db = await createTestDatabase({ migrated: false });
  await using directory = await directoryOf(files);
  expect((await failureOf(migrate(db.ownerUrl, directory.path))).failure).toBe(failure);
  expect(await query(db.ownerUrl, `select count(*)::int from pg_namespace where nspname = 'lastmile'`)).toEqual([0]);
});

test('a role that may not make the schema is told what it needs', async () => {
  await using db = await createTestDatabase({ migrated: false });
  const error = await failureOf(migrate(db.url, migrations));
  expect(error.message).toContain('LASTMILE_OWNER_DATABASE_URL');
});
