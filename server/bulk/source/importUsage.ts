import { isIPv4 } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EndCause } from '#shared/session/endCause.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import { Mac } from '#shared/subscription/values.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { dayShares, sessionId } from '../../accounting/accountingFeature.ts';
import type { ImportWork } from '../import/checkImport.ts';
import { type KnownRouter, lineForUsage, routersNow } from './knownObjectStore.ts';
import { PastDays } from './pastDays.ts';
import type { SourceOf, SourceSession } from './sourceObject.ts';
import {
  addPastUsage,
  ensurePastPartitions,
  insertPastSessions,
  type PastDay,
  type PastSession,
} from './usageImportStore.ts';

const PER_STATEMENT = 250;
/** Of one turn of the event loop. */
const PER_TURN = 50;
const pastDays = new PastDays();
const MONTH_MS = 30 * 86_400_000;
/** Before that no counter was read by anybody who is still asked. */
const OLDEST_MS = 5 * 366 * 86_400_000;
const MOST_SECONDS = 2_000_000_000;

/**
 * What an account used before: sessions that ended, and their usage by day. A session is counted once, however often it
 * is imported. Usage between its beginning and end is spread evenly, as with reports that come late.
 */
export async function importUsage(work: ImportWork, tenant: TenantId, object: SourceOf<'usage'>): Promise<void> {
  const { database, clock } = work;
  const key = usernameKey(object.name, await work.rulesOf(tenant));
  const { line, routers } = await database.tenantTx(tenant, async (tx) => ({
    line: await lineForUsage(tx, key),
    routers: await routersNow(tx),
  }));
  if (!line) return;
  const of = { tenant, subscription: line.id, username: object.name };
  const now = clock.now();
  const past = (await sessionsOf(object.sessions, routers, line.zone)).filter(
    ({ startedAt, endedAt }) => startedAt > now - OLDEST_MS && endedAt <= now,
  );
  if (past.length === 0) return;
  const oldest = past.reduce((first, { startedAt }) => Math.min(first, startedAt), now);
  for (let from = oldest; from < now; from += 24 * MONTH_MS)
    await database.systemTx((tx) => ensurePastPartitions(tx, from, Math.ceil((now - from) / MONTH_MS)));
  for (let from = 0; from < past.length; from += PER_STATEMENT) {
    const some = past.slice(from, from + PER_STATEMENT);
    await database.systemTx(async (tx) => {
      const fresh = await insertPastSessions(tx, of, some);
      const days = await daysOf(
        some.filter(({ id }) => fresh.has(id)),
        line.zone,
      );
      if (days.length > 0) await addPastUsage(tx, of, days);
    });
  }
}

/** Of routers that are here; of two with one id the first counts. */
async function sessionsOf(
  sessions: readonly SourceSession[],
  routers: readonly KnownRouter[],
  zone: string,
): Promise<readonly PastSession[]> {
  const nasOf = new Map<string, ActorId>(
    routers.flatMap(({ id, addresses }) => addresses.map((address) => [address, id] as const)),
  );
  const found = new Map<string, PastSession>();
  for (const [index, { id: acctSessionId, nas, start, stop, cause, ...said }] of sessions.entries()) {
    if (index % PER_TURN === 0) await nextTurn();
    const [nasId, startedAt, endedAt] = [nasOf.get(nas), instantIn(zone, start), instantIn(zone, stop)];
    if (nasId === undefined || startedAt === undefined || endedAt === undefined || endedAt < startedAt) continue;
    const id = sessionId(nasId, acctSessionId, startedAt);
    if (found.has(id)) continue;
    found.set(id, {
      ...{ id, nasId, acctSessionId, startedAt, endedAt, cause: causeOf(cause) },
      mac: Mac.safeParse(said.mac).data ?? null,
      ipv4: isIPv4(said.ipv4) ? said.ipv4 : null,
      seconds: whole(said.seconds, MOST_SECONDS),
      octetsIn: whole(said.octetsIn, Number.MAX_SAFE_INTEGER),
      octetsOut: whole(said.octetsOut, Number.MAX_SAFE_INTEGER),
    });
  }
  return [...found.values()];
}

function whole(value: number, most: number): number {
  return Math.max(0, Math.min(most, Math.round(value)));
}

/** `Lost-Carrier` → lostCarrier. */
function causeOf(text: string): EndCause {
  const [first = '', ...rest] = text.trim().split(/[-\s]+/);
  const name = [
    first.toLowerCase(),
    ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
  ].join('');
  return EndCause.safeParse(name).data ?? 'unnamed';
}

/** `2026-03-31 14:30:05` on the clocks of the zone, or with its offset: `…+03`. */
function instantIn(zone: string, text: string): number | undefined {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text);
  if (!found) return undefined;
  const [, day = '', time = '', offset] = found;
  if (offset === undefined) return pastDays.instantOf(zone, day, time);
  const full = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
  const at = Date.parse(`${day}T${time}${full}`);
  return Number.isNaN(at) ? undefined : at;
}

async function daysOf(sessions: readonly PastSession[], zone: string): Promise<readonly PastDay[]> {
  const sums = new Map<string, { day: string; octetsIn: number; octetsOut: number; seconds: number }>();
  for (const [index, { startedAt, endedAt, octetsIn, octetsOut, seconds }] of sessions.entries()) {
    if (index % PER_TURN === 0) await nextTurn();
    for (const share of dayShares(pastDays, zone, { from: startedAt, to: endedAt, octetsIn, octetsOut, seconds })) {
      const day = String(share.at);
      const sum = sums.get(day) ?? { day, octetsIn: 0, octetsOut: 0, seconds: 0 };
      sum.octetsIn += share.octetsIn;
      sum.octetsOut += share.octetsOut;
      sum.seconds += share.seconds;
      sums.set(day, sum);
    }
  }
  return [...sums.values()];
}
