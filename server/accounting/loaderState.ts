import type { Pool } from 'pg';
import type { JournalPlace } from '../radius/journalFeature.ts';
import { breathe } from './breathe.ts';
import { readPlace } from './journalPlaceStore.ts';
import { OpenSessions } from './openSessions.ts';
import { openSessionsBehind } from './sessionLookupStore.ts';
import { systemBatch } from './systemBatchStore.ts';

const ROWS_AT_ONCE = 5000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The open sessions of all tenants. */
export async function readOpenSessions(pool: Pool): Promise<OpenSessions> {
  const open = new OpenSessions();
  let after = { tenantId: FIRST, id: FIRST };
  for (;;) {
    const from = after;
    const sessions = await systemBatch(pool, (client) => openSessionsBehind(client, from, ROWS_AT_ONCE));
    for (const [index, session] of sessions.entries()) {
      await breathe(index);
      open.put(session);
    }
    const last = sessions.at(-1);
    if (last === undefined || sessions.length < ROWS_AT_ONCE) return open;
    after = last;
  }
}

export async function placeOf(pool: Pool, journal: string): Promise<JournalPlace | undefined> {
  return await systemBatch(pool, (client) => readPlace(client, journal));
}

export function samePlace(a: JournalPlace | undefined, b: JournalPlace | undefined): boolean {
  return a?.journal === b?.journal && a?.segment === b?.segment && a?.offset === b?.offset;
}
