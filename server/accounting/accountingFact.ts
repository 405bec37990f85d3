import { RadiusPacket } from '../platform/transport/radius/radiusPacket.ts';
import { standardAttribute as attribute } from '../platform/transport/radius/standardAttribute.ts';
import { accountingFlag, type AccountingEntry } from '../radius/journalFeature.ts';
import { readingOf, type CounterReading } from './counters.ts';
import { lineFacts } from './lineFacts.ts';
import type { LineFacts } from './lineSession.ts';
import { storableText } from './storableText.ts';

/** RFC 2866 §5.1. */
export const reportKind = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const;

/** One accounting report, read. */
export interface AccountingFact {
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId: string | undefined;
  readonly acctSessionId: string;
  /** As the RADIUS process knows the session. */
  readonly startedAt: number;
  readonly receivedAt: number;
  /** Of what it reports. */
  readonly at: number;
  readonly flags: number;
  readonly version: number;
  /** Acct-Status-Type. */
  readonly kind: number;
  readonly seconds: number;
  readonly in: CounterReading;
  readonly out: CounterReading;
  readonly terminateCause: number | undefined;
  readonly line: LineFacts;
}

const MOST_SECONDS = 2 ** 31 - 1;
const packet = new RadiusPacket();

/** Undefined: no Accounting-Request. */
export function readFact(entry: AccountingEntry): AccountingFact | undefined {
  if (packet.read(entry.packet) !== undefined) return undefined;
  const kind = packet.u32(attribute.acctStatusType);
  if (kind === undefined || kind > 255) return undefined;
  const seconds = kind === reportKind.start ? 0 : Math.min(MOST_SECONDS, packet.u32(attribute.acctSessionTime) ?? 0);
  const octetsIn = packet.u32(attribute.acctInputOctets);
  const octetsOut = packet.u32(attribute.acctOutputOctets);
  const gigaIn = packet.u32(attribute.acctInputGigawords);
  const gigaOut = packet.u32(attribute.acctOutputGigawords);
  // Counters that are all zero are counters that were not read in time (radius.md §1.8): nothing grows by them anyway.
  const empty = !octetsIn && !octetsOut && !gigaIn && !gigaOut;
  return {
    tenantId: entry.tenantId,
    nasId: entry.nasId,
    subscriptionId: entry.subscriptionId,
    acctSessionId: storableText(packet.text(attribute.acctSessionId) ?? ''),
    startedAt: Math.floor(entry.sessionStartedAt),
    receivedAt: entry.receivedAt,
    at: Math.floor(entry.sessionStartedAt) + seconds * 1000,
    flags: entry.flags,
    version: entry.version,
    kind,
    seconds,
    in: readingOf(seconds, empty ? undefined : octetsIn, gigaIn),
    out: readingOf(seconds, empty ? undefined : octetsOut, gigaOut),
    terminateCause: packet.u32(attribute.acctTerminateCause),
    line: lineFacts(packet),
  };
}

/** Whether the database has to be asked if this report, or its session, is known. */
export function isDoubtful(fact: AccountingFact): boolean {
  return (fact.flags & (accountingFlag.late | accountingFlag.unseen)) !== 0;
}
