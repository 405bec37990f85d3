import type pg from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { beginTenant } from './beginTenant.ts';

/**
 * A short transaction of one tenant on plain pg (Database.appPool), for stores on hot paths. What `work` throws is
 * thrown after a rollback; a connection that can't even roll back is not used again.
 */
export async function inTenant<T>(
  pool: pg.Pool,
  tenant: TenantId,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await beginTenant(client, tenant);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}
