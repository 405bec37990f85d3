import type { SetAsideEntry } from '#shared/accounting/setAside.ts';
import { RadiusPacket } from '../../platform/transport/radius/radiusPacket.ts';
import { decodeEntry, describePacket, type JournalEntry } from '../../radius/journalFeature.ts';
import type { StoredSetAside } from './setAsideStore.ts';

/** Of a list of many sessions. */
const MOST_SHOWN = 50;
const time = (at: number): string => new Date(at).toISOString();
const noTimes = { receivedAt: null, beganAt: null };

/** What an entry says, for people; `nasId`: whose branch decides who may see it. */
export function shownEntry({ entry, ...row }: StoredSetAside): Omit<SetAsideEntry, 'router'> & {
  readonly nasId: string | undefined;
} {
  const decoded = decodeEntry(entry);
  return { ...row, ...contentOf(decoded) };
}

type Content = Pick<SetAsideEntry, 'kind' | 'facts' | 'receivedAt' | 'beganAt'> & {
  readonly nasId: string | undefined;
};

function contentOf(decoded: JournalEntry): Content {
  if (decoded.kind === 'accounting') return reportOf(decoded.entry);
  if (decoded.kind === 'rejects' || decoded.kind === 'closed' || decoded.kind === 'unknownSince') {
    const routers = new Set(decoded.entries.map(({ nasId }) => nasId));
    const facts = decoded.entries.slice(0, MOST_SHOWN).map((entry) => factOf(entry));
    return { kind: decoded.kind, facts, nasId: routers.size === 1 ? [...routers][0] : undefined, ...noTimes };
  }
  return { kind: 'unreadable', facts: [], nasId: undefined, ...noTimes };
}

function reportOf(entry: Extract<JournalEntry, { kind: 'accounting' }>['entry']): Content {
  const packet = new RadiusPacket();
  const described = packet.read(Buffer.from(entry.packet)) === undefined ? describePacket(packet) : [];
  const { receivedAt, sessionStartedAt: beganAt, nasId } = entry;
  return {
    kind: 'report',
    facts: [...described],
    nasId,
    receivedAt: Math.floor(receivedAt),
    beganAt: Math.floor(beganAt),
  };
}

type Listed = Extract<JournalEntry, { kind: 'rejects' | 'closed' | 'unknownSince' }>['entries'][number];

function factOf(entry: Listed): SetAsideEntry['facts'][number] {
  if ('reason' in entry)
    return {
      name: entry.username || (entry.mac ?? '?'),
      value: `${entry.reason} × ${entry.count}, ${time(entry.lastAt)}`,
    };
  const since =
    'cause' in entry ? `${entry.cause}, ${time(entry.endedAt)}` : time(entry.since ?? entry.sessionStartedAt);
  return { name: entry.acctSessionId, value: since };
}
