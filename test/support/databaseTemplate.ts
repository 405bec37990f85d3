import { join } from 'node:path';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import type { TestCluster } from './databaseCluster.ts';
import { databaseUrl } from './databaseUrl.ts';
import { withClient } from './withClient.ts';

/** A cluster with the migrated database from which test databases are copied; plain data, so that it reaches test workers. */
export interface TestDatabases {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly serverUrl: string;
  readonly template: string;
}

export async function prepareTemplate({ superuserUrl, ownerUrl, serverUrl }: TestCluster): Promise<TestDatabases> {
  const template = 'lastmile_template';
  await withClient(superuserUrl, (client) => client.query(`create database ${template} owner lastmile_owner`));
  const templateUrl = databaseUrl(ownerUrl, template);
  await migrate(templateUrl, join(import.meta.dirname, '../../migrations'));
  await grantServerRole(templateUrl, 'lastmile_server');
  return { superuserUrl, ownerUrl, serverUrl, template };
}
