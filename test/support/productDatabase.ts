import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readCredentials } from '#server/platform/postgres/clusterCredentials.ts';

/** Looks into the embedded database of a product under test, past all security. */
export async function withProductDatabase<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const cluster = join(dataDir, 'pg');
  const [, , , port] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password: readCredentials(cluster).superuser,
    database: 'lastmile',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
