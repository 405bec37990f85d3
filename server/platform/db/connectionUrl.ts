import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** The group roles of migrations/0001_roles.sql, one of which every connection of the server takes. */
export type DatabaseRole = 'lastmile_app' | 'lastmile_system';

/**
 * The URL of a connection that takes its role when it starts, so no query ever runs as the login role, and RESET ROLE
 * leads back to the same role. Unqualified names are those of the schema `lastmile`.
 */
export function roleUrl(url: string, role: DatabaseRole, applicationName: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  // A plan cached while a table was empty would read the whole table for as long as the connection lives.
  const own = [`-c role=${role}`, '-c search_path=lastmile', '-c plan_cache_mode=force_custom_plan'];
  parsed.searchParams.set('options', [given, ...own].filter((part) => part !== null).join(' '));
  parsed.searchParams.set('application_name', applicationName);
  return parsed.href;
}

/** TLS as `sslmode` and `sslrootcert` of the URL ask for it; slonik understands only some of the modes by itself. */
export function tlsOf(url: string): ConnectionOptions | false {
  const parameters = new URL(url).searchParams;
  const mode = parameters.get('sslmode');
  if (mode === null || mode === 'disable' || mode === 'allow' || mode === 'prefer') return false;
  if (mode === 'no-verify') return { rejectUnauthorized: false };
  const root = parameters.get('sslrootcert');
  return {
    rejectUnauthorized: true,
    ...(root === null || root === 'system' ? {} : { ca: readFileSync(root, 'utf8') }),
  };
}
