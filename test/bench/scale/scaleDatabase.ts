import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { createDatabase, type Database } from '#server/platform/db/database.ts';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';
import { withClient } from '../../support/withClient.ts';

export interface ScaleDatabase extends AsyncDisposable {
  readonly database: Database;
  readonly superuserUrl: string;
  /** Plans of what runs in `work`, as PostgreSQL writes them. */
  explained(work: () => Promise<unknown>): Promise<string>;
}

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');

/**
 * The product's own cluster with its settings. `fill` runs once in a folder, without fsync: whoever crashes then begins
 * anew. A folder that is not named is removed in the end.
 */
export async function startScaleDatabase(
  keep: string | undefined,
  fill: (superuserUrl: string) => Promise<void>,
): Promise<ScaleDatabase> {
  const dataDir = keep ?? mkdtempSync(join(tmpdir(), 'lastmile-scale-'));
  mkdirSync(dataDir, { recursive: true });
  const filled = join(dataDir, 'filled');
  if (!existsSync(filled)) {
    await using postgres = await startEmbeddedPostgres({ dataDir, fsync: false, log: pino({ level: 'silent' }) });
    await migrate(postgres.ownerUrl, MIGRATIONS);
    await grantServerRole(postgres.ownerUrl, 'lastmile_server');
    await fill(inLastmile(postgres.superuserUrl, postgres.serverUrl));
    writeFileSync(filled, '');
  }
  return await startFilled(dataDir, keep !== undefined);
}

async function startFilled(dataDir: string, isKept: boolean): Promise<ScaleDatabase> {
  const lines: string[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (text) => lines.push((JSON.parse(text) as { line?: string }).line ?? '') },
  );
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const superuserUrl = inLastmile(postgres.superuserUrl, postgres.serverUrl);
  // A folder of an earlier run may lack a migration that was added since.
  await migrate(postgres.ownerUrl, MIGRATIONS);
  await set(superuserUrl, { session_preload_libraries: 'auto_explain', 'auto_explain.log_min_duration': '-1' });
  const database = createDatabase({ url: postgres.serverUrl, applicationName: 'bench', statementTimeoutMs: 120_000 });
  await database.start();
  return {
    database,
    superuserUrl,
    async explained(work) {
      lines.length = 0;
      await set(superuserUrl, { 'auto_explain.log_min_duration': '20ms', 'auto_explain.log_analyze': 'on' });
      await work();
      await set(superuserUrl, { 'auto_explain.log_min_duration': '-1' });
      return lines.filter((line) => !/^LOG: {2}(received|parameter|configuration|checkpoint)/.test(line)).join('\n');
    },
    async [Symbol.asyncDispose]() {
      await database.stop();
      await postgres.stop();
      if (!isKept) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function inLastmile(superuserUrl: string, serverUrl: string): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(serverUrl).pathname;
  return url.href;
}

/** Connections hear of it between two statements. */
async function set(url: string, settings: Readonly<Record<string, string>>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("load 'auto_explain'");
    for (const [name, value] of Object.entries(settings))
      await client.query(`alter system set ${name} = ${pg.escapeLiteral(value)}`);
    await client.query('select pg_reload_conf()');
  });
  await sleep(500);
}
