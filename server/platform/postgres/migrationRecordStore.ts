import type pg from 'pg';
import { z } from 'zod';

const rows = z.array(z.object({ name: z.string(), previousRelease: z.string() }));
export type RecordedMigration = z.infer<typeof rows>[number];

/** The migrations this database has been through, as the system role may read them; undefined before the first. */
export async function readMigrationRecord(client: pg.Client): Promise<readonly RecordedMigration[] | undefined> {
  const present = await client.query(
    `select from pg_tables where schemaname = 'lastmile' and tablename = 'schema_migration'`,
  );
  if (present.rowCount === 0) return undefined;
  await client.query('set role lastmile_system');
  try {
    const found = await client.query(
      `select name, previous_release as "previousRelease" from lastmile.schema_migration order by name`,
    );
    return rows.parse(found.rows);
  } finally {
    await client.query('reset role');
  }
}
