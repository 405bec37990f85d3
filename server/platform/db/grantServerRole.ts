import pg from 'pg';
import { z } from 'zod';

const roleState = z.object({ version: z.number(), app: z.boolean(), system: z.boolean() });

/**
 * Makes `serverRole`, the login role of DATABASE_URL, a member of lastmile_app and lastmile_system that may take either
 * (`set role`) and inherits neither. Needs the right to grant both; does nothing when the membership is there.
 */
export async function grantServerRole(ownerUrl: string, serverRole: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lastmile migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const state = roleState.parse(
      (
        await client.query(
          `select current_setting('server_version_num')::int as version,
            pg_has_role($1, 'lastmile_app', 'member') as app, pg_has_role($1, 'lastmile_system', 'member') as system`,
          [serverRole],
        )
      ).rows[0],
    );
    if (state.app && state.system) return;
    // From PostgreSQL 16 on, inheriting belongs to the membership; before, to the role (NOINHERIT).
    const options = state.version >= 160_000 ? 'with inherit false, set true' : '';
    await client.query(`grant lastmile_app, lastmile_system to ${client.escapeIdentifier(serverRole)} ${options}`);
  } finally {
    await client.end();
  }
}
