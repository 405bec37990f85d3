import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/loadConfig.ts';
import { createLogger } from '../log/logger.ts';
import { readCredentials } from '../postgres/clusterCredentials.ts';
import { startEmbeddedPostgres } from '../postgres/embeddedPostgres.ts';
import { isPostmasterOf, readPostmasterFile } from '../postgres/postmasterFile.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { verify, verifyUsage } from './verifyCommand.ts';

const broken = 1;
const notChecked = 2;

/** The embedded server that runs for this data directory, if one does: then a Lastmile is running, and it is not disturbed. */
function runningServerUrl(dataDir: string): string | undefined {
  const cluster = realpathSync(join(dataDir, 'pg'));
  const postmaster = readPostmasterFile(cluster);
  if (postmaster?.port === undefined || !isPostmasterOf(cluster, postmaster.pid)) return undefined;
  return `postgres://lastmile_server:${readCredentials(cluster).server}@127.0.0.1:${postmaster.port}/lastmile`;
}

async function withDatabase(config: Config, work: (url: string) => Promise<number>): Promise<number> {
  if (config.database.kind === 'external') return await work(config.database.url);
  const { dataDir } = config;
  if (!existsSync(join(dataDir, 'pg'))) {
    throw new StartRefusal(`There is no database in ${dataDir}.`, [
      'Set LASTMILE_DATA_DIR or DATABASE_URL to the one to check.',
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

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(`${verifyUsage}\n`);
    return 0;
  }
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  return await withDatabase(loadConfig(), async (url) => ((await verify(url, args, write)).broken ? broken : 0));
}

try {
  process.exitCode = await main();
} catch (error) {
  const text =
    error instanceof StartRefusal
      ? error.toText()
      : `The event log could not be checked: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = notChecked;
}
