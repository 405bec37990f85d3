import { setImmediate } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { JournalPlace } from '../radius/journalFeature.ts';
import type { AccountingBatch } from './accountingBatch.ts';
import {
  addDayUsage,
  addHourUsage,
  addRejects,
  endAddressUses,
  insertAddressUses,
  insertRecords,
} from './accountingWriteStore.ts';
import { movePlace } from './journalPlaceStore.ts';
import { insertSessions, updateLines, updateSessions } from './sessionWriteStore.ts';
import type { Statement } from './statement.ts';

/** The database is not as memory has it: somebody else has loaded. What is in memory has to be read again. */
export class AccountingConflict extends Error {
  override readonly name = 'AccountingConflict';
}

export interface BatchPlaces {
  /** Undefined: the journal's first. */
  readonly from: JournalPlace | undefined;
  readonly to: JournalPlace;
}

/** Writes a batch and the place behind it, rows in the order of their keys. Throws AccountingConflict. */
export async function writeBatch(
  client: PoolClient,
  batch: AccountingBatch,
  { from, to }: BatchPlaces,
  now: number,
): Promise<void> {
  // First: whoever loads the same journal waits here, or leaves.
  if (!(await movePlace(client, from, to, now))) throw new AccountingConflict('the journal was loaded by another');
  await writeRows(client, batch);
}

/** The rows alone. Throws AccountingConflict. */
export async function writeRows(client: PoolClient, batch: AccountingBatch): Promise<void> {
  const drafts = batch.drafts.toSorted((a, b) => (a.now.id < b.now.id ? -1 : 1));
  const begun = drafts.filter(({ before }) => before === undefined);
  const known = drafts.filter(({ before, now }) => before !== undefined && before !== now);
  const [inserted, updated] = await writtenRows(client, [
    () => insertSessions(begun),
    () => updateSessions(known),
    () => updateLines(known),
    () => insertAddressUses(batch.addresses.taken),
    () => endAddressUses(batch.addresses.left),
    () => insertRecords(batch.records),
    () => addDayUsage(batch.usage.days()),
    () => addHourUsage(batch.usage.hours()),
    () => addRejects(batch.rejectRows()),
  ]);
  if (inserted !== begun.length || updated !== known.length)
    throw new AccountingConflict(
      `of ${begun.length} new sessions ${inserted} were new, of ${known.length} known ${updated} as known`,
    );
}

/** A session that was thought to be new is the one thing that can be there already. */
async function writtenRows(
  client: PoolClient,
  makers: readonly (() => Statement | undefined)[],
): Promise<readonly number[]> {
  try {
    return await inOrder(client, makers);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AccountingConflict('a session that seemed new is stored already', { cause: error });
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/** Each is made while PostgreSQL works on the one before, and others run in between. Answers how many rows each wrote. */
async function inOrder(
  client: PoolClient,
  makers: readonly (() => Statement | undefined)[],
): Promise<readonly number[]> {
  const written: number[] = [];
  let running: Promise<number> = Promise.resolve(0);
  for (const [index, make] of makers.entries()) {
    const statement = make();
    if (index > 0) written.push(await running);
    running =
      statement === undefined ? Promise.resolve(0) : client.query(statement).then(({ rowCount }) => rowCount ?? 0);
    running.catch(() => undefined);
    await setImmediate();
  }
  written.push(await running);
  return written;
}
