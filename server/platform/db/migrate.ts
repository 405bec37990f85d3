import pg from 'pg';
import { z } from 'zod';
import { MigrationError } from './migrationError.ts';
import { readMigrationFiles, plainStatements, type MigrationFile } from './migrationFile.ts';

/** One lock per database for everybody who migrates it; held by the session, so a dead migrator frees it. */
const lock = `hashtextextended('lastmile.migrate', 0)`;

const recordedRow = z.object({ name: z.string(), sha256: z.string(), previous_release: z.string() });
type Recorded = z.infer<typeof recordedRow>;

/**
 * Brings the database to the schema of this release and answers the names of the files it ran. Forward only; one
 * transaction per file; safe when many start at once. Throws MigrationError, or the driver's error when the
 * database can't be reached.
 */
export async function migrate(ownerUrl: string, directory: string): Promise<readonly string[]> {
  const files = await readMigrationFiles(directory);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lastmile migrate' });
  // The error that matters is the one the running query rejects with.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Names are written out in migrations; nothing may depend on the owner's settings.
    await client.query(`set search_path = pg_catalog`);
    await client.query(`set statement_timeout = 0`);
    await client.query(`select pg_advisory_lock(${lock})`);
    return await run(client, files);
  } finally {
    await client.end();
  }
}

async function run(client: pg.Client, files: readonly MigrationFile[]): Promise<readonly string[]> {
  await prepareRecord(client);
  const pending = pendingFiles(files, await recorded(client));
  for (const file of pending) {
    try {
      await (file.transactional ? runInTransaction(client, file) : runPlainly(client, file));
    } catch (error) {
      throw new MigrationError('failed', `${file.name}: ${error instanceof Error ? error.message : 'failed'}`, {
        cause: error,
      });
    }
  }
  return pending.map((file) => file.name);
}

async function prepareRecord(client: pg.Client): Promise<void> {
  const present = await client.query(
    `select from pg_tables where schemaname = 'lastmile' and tablename = 'schema_migration'`,
  );
  if (present.rowCount === 1) return;
  await client.query(`create schema if not exists lastmile`).catch((cause: unknown) => {
    throw new MigrationError(
      'failed',
      'The schema "lastmile" cannot be created. The role of LASTMILE_OWNER_DATABASE_URL must own the database or have CREATE on it.',
      { cause },
    );
  });
  await client.query(`create table if not exists lastmile.schema_migration (
    name text primary key, sha256 text not null, previous_release text not null, at timestamptz not null default now())`);
}

async function recorded(client: pg.Client): Promise<readonly Recorded[]> {
  const { rows } = await client.query(
    `select name, sha256, previous_release from lastmile.schema_migration order by name`,
  );
  return z.array(recordedRow).parse(rows);
}

function pendingFiles(files: readonly MigrationFile[], ran: readonly Recorded[]): readonly MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  const newestKnown = files.at(-1)?.name ?? '';
  for (const row of ran) {
    const file = known.get(row.name);
    if (file === undefined) refuseUnknown(row, newestKnown);
    else if (file.sha256 !== row.sha256) {
      throw new MigrationError(
        'edited',
        `${row.name} was changed after it ran on this database. Restore the file; put the change into a new migration.`,
      );
    }
  }
  const done = new Set(ran.map((row) => row.name));
  const newestRan = ran.at(-1)?.name ?? '';
  const pending = files.filter((file) => !done.has(file.name));
  const late = pending.find((file) => file.name < newestRan);
  if (late !== undefined) {
    throw new MigrationError(
      'order',
      `${late.name} sorts before ${newestRan}, which already ran. Give it the next free number.`,
    );
  }
  return pending;
}

/** A newer migration that was written to let the release before it go on (`previous-release: ok`) is no obstacle. */
function refuseUnknown(row: Recorded, newestKnown: string): void {
  if (row.name < newestKnown) {
    throw new MigrationError(
      'missing',
      `${row.name} ran on this database but the file is missing from this release. Install the release completely.`,
    );
  }
  if (row.previous_release === 'ok') return;
  throw new MigrationError(
    'newer',
    `The database was migrated by a newer release (${row.name}; this one knows migrations up to ${newestKnown || 'none'}). ` +
      `Start that release or a newer one, or restore the backup made before the upgrade.`,
  );
}

async function runInTransaction(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    // A lock that a running server holds for longer must not stop it: fail, and be started again.
    await client.query(`set local lock_timeout = '30s'`);
    await client.query(file.text);
    await note(client, file);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function runPlainly(client: pg.Client, file: MigrationFile): Promise<void> {
  for (const statement of plainStatements(file.text)) await client.query(statement);
  await note(client, file);
}

async function note(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query(`insert into lastmile.schema_migration (name, sha256, previous_release) values ($1, $2, $3)`, [
    file.name,
    file.sha256,
    file.previousRelease,
  ]);
}
