import type { Pool, PoolClient } from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { beginTenant } from './beginTenant.ts';
import { classify } from './databaseError.ts';

/** One transaction of one tenant on a plain pool of lastmile_app (Database.appPool). Throws what pg or `work` throws. */
export async function inTenant<T>(pool: Pool, tenant: TenantId, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await beginTenant(client, tenant);
    const result = await work(client);
    const { command } = await client.query('commit');
    // A transaction that failed on the way answers COMMIT with ROLLBACK, and no error.
    if (command !== 'COMMIT') throw new Error(`COMMIT was answered with ${command}: a statement failed before`);
    return result;
  } catch (error) {
    if (classify(error) === 'unavailable') broken = true;
    else await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}
