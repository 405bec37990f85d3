import type { PoolClient } from 'pg';
import { z } from 'zod';

const Row = z.object({ nasId: z.string(), from: z.number(), until: z.number().nullable() });
export type ReversedRow = z.infer<typeof Row>;

/** Routers of all companies whose counters are or were exchanged, and for sessions that began when. */
export async function readReversed(client: PoolClient): Promise<readonly ReversedRow[]> {
  const { rows } = await client.query(
    `select nas_id as "nasId", (extract(epoch from counters_reversed_from) * 1000)::float8 as from,
        (extract(epoch from counters_reversed_until) * 1000)::float8 as until
      from lastmile.nas_radius where counters_reversed_from is not null`,
  );
  return rows.map((row) => Row.parse(row));
}
