import type { Pool, PoolClient } from 'pg';
import { classify } from '../platform/db/databaseError.ts';

/**
 * One transaction of the system role on plain pg (Database.systemPool). Plans are made once for any batch: planned for
 * the arrays at hand, a large one would be joined by reading whole months of sessions. Throws what pg or `work` throws.
 */
export async function systemBatch<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await client.query(`begin; set local plan_cache_mode = force_generic_plan`);
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
