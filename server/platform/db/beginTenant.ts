import type pg from 'pg';
import type { TenantId } from '#shared/values/ids.ts';

/** Begins a transaction of one tenant on a connection of Database.appPool, in one round trip. */
export async function beginTenant(client: pg.ClientBase, tenant: TenantId): Promise<void> {
  // Two statements in one message take no parameters; the id is a parsed UUID and quoted all the same.
  await client.query(`begin; select set_config('app.tenant', ${client.escapeLiteral(tenant)}, true)`);
}
