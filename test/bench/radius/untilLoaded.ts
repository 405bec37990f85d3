import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JournalPlace } from '#server/radius/control/controlMessage.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { withProductDatabase } from '../../support/productDatabase.ts';

const MOST_MS = 300_000;

/** Waits until everything in the accounting journal stands in the database; answers how long that took, in ms. With some behind: as good as that. */
export async function untilLoaded(
  dataDir: string,
  { behindAtMost = 0 }: { readonly behindAtMost?: number } = {},
): Promise<number> {
  const began = performance.now();
  const journal = join(dataDir, 'radius', 'journal');
  for (;;) {
    const place = await loadedPlace(dataDir).catch(notWhileItStarts);
    if (place !== STARTING && !(await isFurtherBehind(journal, place, behindAtMost))) return performance.now() - began;
    if (performance.now() - began > MOST_MS) throw new Error('the accounting journal is not loaded into the database');
    await wait(500);
  }
}

const STARTING = 'starting';

/** cannot_connect_now, and a database whose folder is being written. */
function notWhileItStarts(error: unknown): typeof STARTING {
  if (error instanceof Error && 'code' in error && ['57P03', 'ECONNREFUSED', 'ENOENT'].includes(String(error.code)))
    return STARTING;
  throw error;
}

async function loadedPlace(dataDir: string): Promise<JournalPlace | undefined> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ journal: string; segment: number; offset: number }>(
      `select journal, segment::float8 as segment, byte_offset::float8 as "offset" from lastmile.journal_place
       order by loaded_at desc limit 1`,
    );
    return rows[0];
  });
}

/** Whether more records than these follow the place; a reading brings a part of them. */
async function isFurtherBehind(journal: string, place: JournalPlace | undefined, records: number): Promise<boolean> {
  await using reader = await JournalReader.open(journal, place);
  if (reader === undefined) return false;
  for (let found = 0; found <= records;) {
    const batch = await reader.read();
    if (batch.records.length === 0) return false;
    found += batch.records.length;
  }
  return true;
}
