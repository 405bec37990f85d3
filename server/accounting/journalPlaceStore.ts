import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { JournalPlace } from '../radius/journalFeature.ts';

const PlaceRow = z.object({ journal: z.string(), segment: z.number(), offset: z.number() });

/** Up to where a journal is loaded; undefined: nothing of it. */
export async function readPlace(client: PoolClient, journal: string): Promise<JournalPlace | undefined> {
  const { rows } = await client.query(
    `select journal, segment::float8 as segment, byte_offset::float8 as "offset" from lastmile.journal_place where journal = $1`,
    [journal],
  );
  return rows.length === 0 ? undefined : PlaceRow.parse(rows[0]);
}

/** Moves the place of a journal on. False: it was not at `from` any more, so somebody else has loaded this. */
export async function movePlace(
  client: PoolClient,
  from: JournalPlace | undefined,
  to: JournalPlace,
  now: number,
): Promise<boolean> {
  const values = [to.journal, to.segment, to.offset, now];
  const { rowCount } =
    from === undefined
      ? await client.query(
          `insert into lastmile.journal_place (journal, segment, byte_offset, loaded_at)
            values ($1, $2, $3, to_timestamp($4::float8 / 1000)) on conflict do nothing`,
          values,
        )
      : await client.query(
          `update lastmile.journal_place set segment = $2, byte_offset = $3, loaded_at = to_timestamp($4::float8 / 1000)
            where journal = $1 and segment = $5 and byte_offset = $6`,
          [...values, from.segment, from.offset],
        );
  return rowCount === 1;
}

export interface SetAsideEntry {
  readonly place: JournalPlace;
  /** Whose part of what stands there it is: see partsByTenant. */
  readonly tenantId: string;
  readonly at: number;
  readonly error: string;
  readonly entry: Buffer;
}

const MOST_KEPT_BYTES = 1_048_576;

/** Keeps an entry that the database refused for good, for whoever finds out why. */
export async function setEntryAside(client: PoolClient, aside: SetAsideEntry): Promise<void> {
  const { place, tenantId, at, error, entry } = aside;
  const kept = entry.subarray(0, MOST_KEPT_BYTES);
  await client.query(
    `insert into lastmile.accounting_set_aside (tenant_id, journal, segment, byte_offset, at, error, entry)
      values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), $6, $7) on conflict do nothing`,
    [tenantId, place.journal, place.segment, place.offset, at, error.slice(0, 1000), kept],
  );
}
