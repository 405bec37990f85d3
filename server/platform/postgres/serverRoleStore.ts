import type pg from 'pg';
import { z } from 'zod';

/** What the login role of a connection may do beyond what the server needs. */
export interface ServerRoleFacts {
  readonly role: string;
  readonly version: number;
  /** Roles with superuser rights or BYPASSRLS that it is or can become. */
  readonly unbound: readonly string[];
  /** Tables it owns, or whose owner it can become; at most 5. */
  readonly owned: readonly string[];
  /** Of lastmile_app and lastmile_system: those that do not exist in this cluster. */
  readonly absent: readonly string[];
  /** Of lastmile_app and lastmile_system: those it is no member of. */
  readonly lacking: readonly string[];
}

const row = z.object({
  role: z.string(),
  version: z.number(),
  unbound: z.array(z.string()),
  owned: z.array(z.string()),
  absent: z.array(z.string()),
  lacking: z.array(z.string()),
});

export async function readServerRole(client: pg.Client): Promise<ServerRoleFacts> {
  const { rows } = await client.query(`
    select session_user::text as role, current_setting('server_version_num')::int as version,
      array(select r.rolname::text from pg_roles r
        where (r.rolsuper or r.rolbypassrls) and (r.rolname = session_user or pg_has_role(session_user, r.oid, 'member'))
        order by r.rolname = session_user desc, 1) as unbound,
      array(select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'lastmile' and c.relkind in ('r', 'p') and pg_has_role(session_user, c.relowner, 'member')
        order by 1 limit 5) as owned,
      array(select needed from unnest(array['lastmile_app', 'lastmile_system']) needed
        where not exists (select from pg_roles r where r.rolname = needed)) as absent,
      array(select r.rolname::text from pg_roles r
        where r.rolname in ('lastmile_app', 'lastmile_system') and not pg_has_role(session_user, r.oid, 'member')
        order by 1) as lacking`);
  return row.parse(rows[0]);
}

/** The role whose rights hold on this connection. */
export async function currentRole(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ current_user: string }>('select current_user::text');
  return String(rows[0]?.current_user);
}
