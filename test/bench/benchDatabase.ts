import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createDatabase, type Database } from '#server/platform/db/database.ts';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';

export interface BenchDatabase extends AsyncDisposable {
  readonly database: Database;
  readonly superuserUrl: string;
}

/** A fresh embedded cluster as the product runs it: fsync and synchronous_commit on. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lastmile-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
  await migrate(postgres.ownerUrl, join(import.meta.dirname, '../../migrations'));
  await grantServerRole(postgres.ownerUrl, 'lastmile_server');
  const database = createDatabase({ url: postgres.serverUrl, applicationName: 'bench' });
  await database.start();
  const superuser = new URL(postgres.superuserUrl);
  superuser.pathname = new URL(postgres.serverUrl).pathname;
  return {
    database,
    superuserUrl: superuser.href,
    async [Symbol.asyncDispose]() {
      await database.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
