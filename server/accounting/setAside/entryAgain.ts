import { accountingFlag, decodeEntry, recordBytes } from '../../radius/journalFeature.ts';
import { JournalChunks, type JournalChunk } from '../journalChunk.ts';

/** Of an accounting entry: behind its kind. */
const FLAGS_AT = 1;

/**
 * An entry that was set aside, as the loader reads it from a journal. Meanwhile its session may have been stored, ended
 * or forgotten: the database is asked about it, as of one that comes late.
 */
export async function entryAgain(kept: Buffer): Promise<JournalChunk | undefined> {
  const payload = Buffer.from(kept);
  if (decodeEntry(payload).kind === 'accounting') payload[FLAGS_AT]! |= accountingFlag.late;
  const place = { journal: 'set aside', segment: 1, offset: 0 };
  const behind = { ...place, offset: recordBytes(payload.length) };
  const source = {
    place,
    read: () => Promise.resolve({ records: [{ payload }], place: behind }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return await new JournalChunks(source).next(1);
}
