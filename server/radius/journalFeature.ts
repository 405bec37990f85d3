/** What the accounting loader reads: the journal that the RADIUS process writes, and what its entries mean. */
export type { JournalPlace } from './control/controlMessage.ts';
export {
  accountingFlag,
  type AccountingEntry,
  type ClosedEntry,
  type FirstUseEntry,
  type RejectEntry,
  type UnknownSinceEntry,
} from './journal/entry.ts';
export { describePacket } from './describePacket.ts';
export { decodeEntry, encodeEntry, type JournalEntry, type WrittenEntry } from './journal/entryCodec.ts';
export { JournalDamage } from './journal/journalDamage.ts';
export { JournalGone } from './journal/journalGone.ts';
export { JournalReader } from './journal/journalReader.ts';
export { recordBytes, SEGMENT_HEADER_BYTES } from './journal/segmentFormat.ts';
