import type { LineSession } from './lineSession.ts';
import { dayShares, hourShares, type UsageShare } from './usageShares.ts';
import type { ZoneDays } from './zoneDays.ts';

export interface UsageRow {
  readonly tenantId: string;
  /** Subscription of a day, router of an hour. */
  readonly ofId: string;
  /** `2026-11-21`, or the beginning of the hour. */
  readonly at: string | number;
  octetsIn: number;
  octetsOut: number;
  seconds: number;
}

/** Names the zone whose days count for a session's usage. */
export type ZoneOf = (session: LineSession) => string;

/** Adds up, over a batch, what subscriptions used by day and what routers carried by hour. */
export class UsageTally {
  readonly #days: ZoneDays;
  readonly #zoneOf: ZoneOf;
  readonly #byDay = new Map<string, UsageRow>();
  readonly #byHour = new Map<string, UsageRow>();

  constructor(days: ZoneDays, zoneOf: ZoneOf) {
    this.#days = days;
    this.#zoneOf = zoneOf;
  }

  /** From the furthest report before to the furthest now. */
  grew(before: LineSession, now: LineSession): void {
    const octetsIn = now.octetsIn - before.octetsIn;
    const octetsOut = now.octetsOut - before.octetsOut;
    const seconds = now.seconds - before.seconds;
    if (octetsIn === 0 && octetsOut === 0 && seconds === 0) return;
    const { startedAt, tenantId, nasId, subscriptionId } = now;
    const growth = {
      from: startedAt + before.seconds * 1000,
      to: startedAt + now.seconds * 1000,
      octetsIn,
      octetsOut,
      seconds,
    };
    if (octetsIn > 0 || octetsOut > 0)
      for (const share of hourShares(growth)) add(this.#byHour, tenantId, nasId, share);
    if (subscriptionId !== undefined)
      for (const share of dayShares(this.#days, this.#zoneOf(now), growth))
        add(this.#byDay, tenantId, subscriptionId, share);
  }

  /** In the order of the tables' keys. */
  days(): readonly UsageRow[] {
    return sorted(this.#byDay);
  }

  hours(): readonly UsageRow[] {
    return sorted(this.#byHour);
  }
}

function add(rows: Map<string, UsageRow>, tenantId: string, ofId: string, share: UsageShare): void {
  const key = `${tenantId}${share.at}${ofId}`;
  const row = rows.get(key);
  if (row === undefined) {
    rows.set(key, { ...share, tenantId, ofId });
    return;
  }
  row.octetsIn += share.octetsIn;
  row.octetsOut += share.octetsOut;
  row.seconds += share.seconds;
}

function sorted(rows: ReadonlyMap<string, UsageRow>): readonly UsageRow[] {
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
