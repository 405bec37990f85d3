import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { readCredentials } from './clusterCredentials.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';
import { isPostmasterOf, readPostmasterFile } from './postmasterFile.ts';

/**
 * Runs a command of the command line on the product's database, as the server's login role: the configured one, the
 * embedded one of a Lastmile that runs, which is not disturbed, or the embedded one started for the time being.
 * Throws StartRefusal when there is none.
 */
export async function withCommandDatabase<Result>(
  config: Config,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  if (config.database.kind === 'external') return await work(config.database.url);
  const { dataDir } = config;
  if (!existsSync(join(dataDir, 'pg'))) {
    throw new StartRefusal(`There is no database in ${dataDir}.`, [
      'Set LASTMILE_DATA_DIR or DATABASE_URL to the right one.',
    ]);
  }
  const running = runningServerUrl(dataDir);
  if (running !== undefined) return await work(running);
  await using cluster = await startEmbeddedPostgres({
    dataDir,
    log: createLogger({ level: 'warn', format: 'pretty' }),
  });
  return await work(cluster.serverUrl);
}

function runningServerUrl(dataDir: string): string | undefined {
  const cluster = realpathSync(join(dataDir, 'pg'));
  const postmaster = readPostmasterFile(cluster);
  if (postmaster?.port === undefined || !isPostmasterOf(cluster, postmaster.pid)) return undefined;
  return `postgres://lastmile_server:${readCredentials(cluster).server}@127.0.0.1:${postmaster.port}/lastmile`;
}
