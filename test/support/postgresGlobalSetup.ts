import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startTestCluster } from './databaseCluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** One cluster for the run; see createTestDatabase. */
    readonly postgres: { readonly superuserUrl: string; readonly ownerUrl: string; readonly serverUrl: string; readonly template: string };
  }
}

/** Starts one cluster for the whole run and migrates the template from which every test database is copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  try {
    const template = 'lastmile_template';
    const superuser = new pg.Client({ connectionString: cluster.superuserUrl });
    await superuser.connect();
    await superuser.query(`create database ${template} owner lastmile_owner`);
    await superuser.end();
    const ownerUrl = withDatabase(cluster.ownerUrl, template);
    await migrate(ownerUrl, join(import.meta.dirname, '../../migrations'));
    await grantServerRole(ownerUrl, 'lastmile_server');
    const { superuserUrl, serverUrl } = cluster;
    project.provide('postgres', { superuserUrl, ownerUrl: cluster.ownerUrl, serverUrl, template });
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return () => cluster.stop();
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
