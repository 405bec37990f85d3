import type { RestartPolicy } from '#actors/system/restartPolicy.ts';
import type { SupervisedSpec } from '#actors/system/supervisor.ts';
import type { Config } from '../config/config.ts';
import { grantServerRole } from '../db/grantServerRole.ts';
import { migrate } from '../db/migrate.ts';
import { MigrationError } from '../db/migrationError.ts';
import type { Logger } from '../log/logger.ts';
import { requireReachableDatabase, requireSafeDatabase } from '../postgres/databaseGuards.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embeddedPostgres.ts';
import { StartRefusal } from './startRefusal.ts';

/** A migrated database to serve from. */
export interface OpenDatabase {
  /** As the server's login role. */
  readonly url: string;
  /** The embedded server, to be supervised; absent when somebody else runs the database. */
  readonly process?: SupervisedSpec;
  stop(): Promise<void>;
}

/** Throws StartRefusal. */
export async function openDatabase(config: Config, migrations: string, log: Logger): Promise<OpenDatabase> {
  if (config.database.kind === 'external') {
    const { url, ownerUrl } = config.database;
    await requireReachableDatabase({ url, ownerUrl });
    if (ownerUrl !== undefined) await bringUpToDate(ownerUrl, url, migrations);
    await requireSafeDatabase(url, migrations);
    return { url, stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    await bringUpToDate(postgres.ownerUrl, postgres.serverUrl, migrations);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { url: postgres.serverUrl, process: postgresSpec(postgres), stop: () => postgres.stop() };
}

async function bringUpToDate(ownerUrl: string, serverUrl: string, migrations: string): Promise<void> {
  try {
    await migrate(ownerUrl, migrations);
    await grantServerRole(ownerUrl, decodeURIComponent(new URL(serverUrl).username));
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalOf(error: unknown): StartRefusal | undefined {
  const cause = error instanceof MigrationError && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === '53100') {
    return new StartRefusal(
      'The disk of the database is full; a migration could not run.',
      ['Free some space and start again.'],
      {
        cause: error,
      },
    );
  }
  if (code === '42501') {
    return new StartRefusal(
      `The role of LASTMILE_OWNER_DATABASE_URL may not do what the migrations need: ${cause instanceof Error ? cause.message : ''}.`,
      [
        'Let it own the database and create roles: alter database … owner to …; alter role … createrole; (docs/operating.md)',
      ],
      { cause: error },
    );
  }
  if (!(error instanceof MigrationError)) return undefined;
  return new StartRefusal(error.message, ['See docs/operating.md, "Migrations". Nothing half-done was left behind.'], {
    cause: error,
  });
}

/** Nothing works without it, so that giving up means trying every five seconds, not every minute. */
const databaseRestarts: RestartPolicy = {
  most: 10,
  withinMs: 60_000,
  backoffMs: 100,
  maxBackoffMs: 2_000,
  slowRetryMs: 5_000,
};

/** Started before the tree exists and stopped after it is gone; the tree shows it and starts it again when it dies. */
function postgresSpec(postgres: EmbeddedPostgres): SupervisedSpec {
  let failed: (error: unknown) => void = () => undefined;
  postgres.onExit((exit) => {
    const why = exit.diskFull ? 'its disk is full: free some space' : (exit.lastLines.at(-1) ?? 'it said nothing');
    failed(new Error(`PostgreSQL ended (${exit.how}): ${why}`));
  });
  return {
    name: 'postgres',
    label: 'PostgreSQL (embedded)',
    role: 'process',
    restart: databaseRestarts,
    async start(report) {
      failed = report;
      if (postgres.pid() === undefined) await postgres.restart();
      return {
        stop: () => {
          failed = () => undefined;
          return Promise.resolve();
        },
      };
    },
  };
}
