import pg from 'pg';
import type { ClusterCredentials } from './clusterCredentials.ts';

/**
 * Roles and database of the embedded cluster, as an operator would make them by hand (docs/operating.md): the owner
 * migrates, the server's login role owns nothing. May run any number of times.
 */
export async function bootstrapCluster(superuserUrl: string, credentials: ClusterCredentials): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl, application_name: 'lastmile bootstrap' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await ensureRole(client, 'lastmile_owner', 'login nosuperuser nobypassrls createrole', credentials.owner);
    await ensureRole(client, 'lastmile_server', 'login nosuperuser nobypassrls noinherit', credentials.server);
    const { rowCount } = await client.query(`select from pg_database where datname = 'lastmile'`);
    if (rowCount === 0) await client.query('create database lastmile owner lastmile_owner');
    await client.query('revoke all on database lastmile from public');
    await client.query('grant connect on database lastmile to lastmile_server');
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, name: string, attributes: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${client.escapeIdentifier(name)} ${attributes} password ${client.escapeLiteral(password)}`,
  );
}

/** Where the server that answers at `url` keeps its data; asked before it is trusted to be ours. */
export async function dataDirectoryBehind(url: string, connectionTimeoutMillis: number): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: 'lastmile start', connectionTimeoutMillis });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return String(rows[0]?.data_directory);
  } finally {
    await client.end().catch(() => undefined);
  }
}
