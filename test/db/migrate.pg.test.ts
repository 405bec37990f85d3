import { test, expect } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
test('the template migrates', async () => {
  await using db = await createTestDatabase();
  const r = await db.database.systemPool.query('select current_user u, session_user s, lastmile.ensure_partitions(to_timestamp(1.7e9), 3) n');
  expect(r.rows[0]).toEqual({ u: 'lastmile_system', s: 'lastmile_server', n: 8 });
});
