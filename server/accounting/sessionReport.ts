import { endCauseOf, isConcluded } from '#shared/session/endCause.ts';
import { accountingFlag } from '../radius/journalFeature.ts';
import { reportKind, type AccountingFact } from './accountingFact.ts';
import { grownTo } from './counters.ts';
import { sessionFlag, type LineFacts, type LineSession } from './lineSession.ts';
import { sessionId } from './sessionId.ts';

const WRAP = 2 ** 32;

/** What all reports of a session say together, worked out when one came late. */
export interface Totals {
  readonly in: number;
  readonly out: number;
}

/** A session that was not known, before its first report counts. */
export function begunBy(fact: AccountingFact): LineSession {
  const { tenantId, nasId, acctSessionId, startedAt, line } = fact;
  const unclocked = (fact.flags & accountingFlag.unclocked) !== 0 ? sessionFlag.unclocked : 0;
  return {
    id: sessionId(nasId, acctSessionId, startedAt),
    tenantId,
    nasId,
    acctSessionId,
    startedAt,
    subscriptionId: fact.subscriptionId,
    username: line.username,
    access: line.access,
    mac: line.mac,
    calling: line.calling,
    nasPort: line.nasPort,
    service: line.service,
    ipv4: line.ipv4,
    ipv6: line.ipv6,
    ipv6Prefix: line.ipv6Prefix,
    delegatedPrefix: line.delegatedPrefix,
    heardAt: startedAt,
    endedAt: undefined,
    endCause: undefined,
    unknownSince: undefined,
    seconds: 0,
    octetsIn: 0,
    octetsOut: 0,
    policyVersion: fact.version,
    flags: unclocked | (fact.kind === reportKind.start ? 0 : sessionFlag.startMissed),
  };
}

/**
 * The session after one more report. Counters and time only grow, whatever the order. A Stop ends it for good; what
 * Lastmile concluded without one is taken back by a report of a later time.
 */
export function reported(session: LineSession, fact: AccountingFact, totals?: Totals): LineSession {
  const octetsIn = totals ? Math.max(session.octetsIn, totals.in) : grownTo(session.octetsIn, session.seconds, fact.in);
  const octetsOut = totals
    ? Math.max(session.octetsOut, totals.out)
    : grownTo(session.octetsOut, session.seconds, fact.out);
  const newer = fact.seconds >= session.seconds;
  const [better, other]: [LineFacts, LineFacts] = newer ? [fact.line, session] : [session, fact.line];
  const end = endAfter(session, fact);
  // Written out: copies made by spreading cost several times as much, tens of thousands of times a second.
  return {
    id: session.id,
    tenantId: session.tenantId,
    nasId: session.nasId,
    acctSessionId: session.acctSessionId,
    startedAt: session.startedAt,
    subscriptionId: session.subscriptionId ?? fact.subscriptionId,
    username: better.username === '' ? other.username : better.username,
    access: better.access ?? other.access,
    mac: better.mac ?? other.mac,
    calling: better.calling ?? other.calling,
    nasPort: better.nasPort ?? other.nasPort,
    service: better.service ?? other.service,
    ipv4: better.ipv4 ?? other.ipv4,
    ipv6: better.ipv6 ?? other.ipv6,
    ipv6Prefix: better.ipv6Prefix ?? other.ipv6Prefix,
    delegatedPrefix: better.delegatedPrefix ?? other.delegatedPrefix,
    heardAt: Math.max(session.heardAt, fact.at),
    endedAt: end.endedAt,
    endCause: end.endCause,
    unknownSince: fact.receivedAt > (session.unknownSince ?? 0) ? undefined : session.unknownSince,
    seconds: Math.max(session.seconds, fact.seconds),
    octetsIn,
    octetsOut,
    policyVersion: newer && fact.version > 0 ? fact.version : session.policyVersion,
    flags: flagsAfter(session, fact, octetsIn, octetsOut),
  };
}

function endAfter(session: LineSession, fact: AccountingFact): Pick<LineSession, 'endedAt' | 'endCause'> {
  const { endedAt, endCause } = session;
  const stopped = endedAt !== undefined && !isConcluded(endCause);
  if (fact.kind === reportKind.stop)
    return stopped
      ? { endedAt: Math.max(endedAt, fact.at), endCause }
      : { endedAt: fact.at, endCause: endCauseOf(fact.terminateCause) };
  const goesOn = endedAt !== undefined && !stopped && fact.at > endedAt;
  return goesOn ? { endedAt: undefined, endCause: undefined } : { endedAt, endCause };
}

function flagsAfter(session: LineSession, fact: AccountingFact, octetsIn: number, octetsOut: number): number {
  let { flags } = session;
  if (fact.kind === reportKind.start) flags &= ~sessionFlag.startMissed;
  const wrapped =
    (!fact.in.wide && Math.floor(octetsIn / WRAP) > Math.floor(session.octetsIn / WRAP)) ||
    (!fact.out.wide && Math.floor(octetsOut / WRAP) > Math.floor(session.octetsOut / WRAP));
  return wrapped ? flags | sessionFlag.wrapped : flags;
}
