import type { SupervisedSpec } from '#actors/system/supervisor.ts';
import type { Config } from '../config/config.ts';
import { grantServerRole } from '../db/grantServerRole.ts';
import { migrate } from '../db/migrate.ts';
import type { Logger } from '../log/logger.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embeddedPostgres.ts';

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
    if (ownerUrl !== undefined) {
      await migrate(ownerUrl, migrations);
      await grantServerRole(ownerUrl, decodeURIComponent(new URL(url).username));
    }
    return { url, stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    await migrate(postgres.ownerUrl, migrations);
    await grantServerRole(postgres.ownerUrl, decodeURIComponent(new URL(postgres.serverUrl).username));
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { url: postgres.serverUrl, process: postgresSpec(postgres), stop: () => postgres.stop() };
}

/** Started before the tree exists and stopped after it is gone; the tree shows it and starts it again when it dies. */
function postgresSpec(postgres: EmbeddedPostgres): SupervisedSpec {
  let failed: (error: unknown) => void = () => undefined;
  postgres.onExit((exit) => failed(new Error(`PostgreSQL ended: ${JSON.stringify(exit)}`)));
  return {
    name: 'postgres',
    label: 'PostgreSQL (embedded)',
    role: 'process',
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
