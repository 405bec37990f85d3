import { z } from 'zod';
import { decodeAccounting } from './accountingCodec.ts';
import {
  type AccountingEntry,
  type ClosedEntry,
  type FirstUseEntry,
  type LeaseEntry,
  type RejectEntry,
  type UnknownSinceEntry,
  entryKind,
} from './entry.ts';

/** What a record of the journal says. unreadable: of a later release, or not as this one writes it. */
export type JournalEntry =
  | { readonly kind: 'accounting'; readonly entry: AccountingEntry }
  | { readonly kind: 'rejects'; readonly entries: readonly RejectEntry[] }
  | { readonly kind: 'closed'; readonly entries: readonly ClosedEntry[] }
  | { readonly kind: 'firstUse'; readonly entry: FirstUseEntry }
  | { readonly kind: 'lease'; readonly entries: readonly LeaseEntry[] }
  | { readonly kind: 'unknownSince'; readonly entries: readonly UnknownSinceEntry[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Those that are written as JSON behind their kind. */
export type WrittenEntry = Exclude<JournalEntry, { readonly kind: 'accounting' | 'unreadable' }>;

const ids = { tenantId: z.string(), nasId: z.string() };
const session = { ...ids, acctSessionId: z.string(), sessionStartedAt: z.number() };

const RejectEntries: z.ZodType<readonly RejectEntry[]> = z.array(
  z.object({
    ...ids,
    subscriptionId: z.string().optional(),
    username: z.string(),
    mac: z.string().optional(),
    reason: z.string(),
    count: z.number(),
    firstAt: z.number(),
    lastAt: z.number(),
  }),
);
const ClosedEntries: z.ZodType<readonly ClosedEntry[]> = z.array(
  z.object({ ...session, endedAt: z.number(), cause: z.enum(['silent', 'nasReboot', 'replaced']) }),
);
const UnknownSinceEntries: z.ZodType<readonly UnknownSinceEntry[]> = z.array(
  z.object({ ...session, since: z.number().optional() }),
);
const FirstUse: z.ZodType<FirstUseEntry> = z.object({
  tenantId: z.string(),
  subscriptionId: z.string(),
  at: z.number(),
  mac: z.string().optional(),
  validUntil: z.number().optional(),
});
const LeaseEntries: z.ZodType<readonly LeaseEntry[]> = z.array(
  z.object({
    ...ids,
    subscriptionId: z.string(),
    address: z.string().optional(),
    prefix: z.string().optional(),
    at: z.number(),
  }),
);

export function encodeEntry(written: WrittenEntry): Buffer {
  const content = 'entries' in written ? written.entries : written.entry;
  return Buffer.concat([Buffer.of(entryKind[written.kind]), Buffer.from(JSON.stringify(content))]);
}

export function decodeEntry(payload: Buffer): JournalEntry {
  if (payload[0] === entryKind.accounting) {
    const entry = decodeAccounting(payload);
    return entry === undefined ? { kind: 'unreadable', why: 'too short' } : { kind: 'accounting', entry };
  }
  try {
    return decodeWritten(payload[0], payload.subarray(1));
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

function decodeWritten(kind: number | undefined, json: Buffer): JournalEntry {
  const content = (): unknown => JSON.parse(json.toString());
  switch (kind) {
    case entryKind.rejects:
      return { kind: 'rejects', entries: RejectEntries.parse(content()) };
    case entryKind.closed:
      return { kind: 'closed', entries: ClosedEntries.parse(content()) };
    case entryKind.unknownSince:
      return { kind: 'unknownSince', entries: UnknownSinceEntries.parse(content()) };
    case entryKind.firstUse:
      return { kind: 'firstUse', entry: FirstUse.parse(content()) };
    case entryKind.lease:
      return { kind: 'lease', entries: LeaseEntries.parse(content()) };
    default:
      return { kind: 'unreadable', why: `kind ${kind}` };
  }
}
