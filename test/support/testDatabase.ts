import { randomBytes } from 'node:crypto';
import { createDatabase, type Database } from '#server/platform/db/database.ts';
import type { TestDatabases } from './databaseTemplate.ts';
import { databaseUrl } from './databaseUrl.ts';
import { withClient } from './withClient.ts';

export interface TestDatabase extends AsyncDisposable {
  /** As the owner of all tables, who only migrates. */
  readonly ownerUrl: string;
  /** As the server's login role. */
  readonly url: string;
  /** Past all security, to look and to tamper. */
  readonly superuserUrl: string;
  /** Started, as the server uses it. */
  readonly database: Database;
}

export interface TestDatabaseOptions {
  /** false: an empty database that no migration has seen; `database` is not started. */
  readonly migrated?: boolean;
  readonly appPoolSize?: number;
  readonly systemPoolSize?: number;
}

/** A database of its own in the cluster, gone when it is disposed of. Tests under Vitest use createTestDatabase. */
export async function testDatabaseIn(cluster: TestDatabases, options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.migrated === false ? 'template1' : cluster.template;
  await withClient(cluster.superuserUrl, (client) =>
    client.query(`create database ${name} template ${template} owner lastmile_owner strategy file_copy`),
  );
  const at = (url: string): string => databaseUrl(url, name);
  const { appPoolSize = 5, systemPoolSize = 3 } = options;
  const database = createDatabase({ url: at(cluster.serverUrl), applicationName: name, appPoolSize, systemPoolSize });
  if (options.migrated !== false) await database.start();
  return {
    ownerUrl: at(cluster.ownerUrl),
    url: at(cluster.serverUrl),
    superuserUrl: at(cluster.superuserUrl),
    database,
    async [Symbol.asyncDispose]() {
      await database.stop();
      await withClient(cluster.superuserUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
