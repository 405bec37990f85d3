import type { LineSession } from './lineSession.ts';
import { dayShares, type Growth, hourShares, type UsageShare } from './usageShares.ts';
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

/** Who used it, and what carried it. */
export type UsedBy = Pick<LineSession, 'tenantId' | 'nasId' | 'subscriptionId'>;

/** Names the zone whose days count for a session's usage. */
export type ZoneOf = (session: LineSession) => string;

/** Adds up, over a batch, what subscriptions used by day and what routers carried by hour. */
export class UsageTally {
  readonly #days: ZoneDays;
  readonly #zoneOf: ZoneOf;
  readonly #byDay: Rows = new Map();
  readonly #byHour: Rows = new Map();

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
    const { startedAt } = now;
    const growth = {
      from: startedAt + before.seconds * 1000,
      to: startedAt + now.seconds * 1000,
      octetsIn,
      octetsOut,
      seconds,
    };
    this.add(now, growth, this.#zoneOf(now));
  }

  /** Of a line on a router, by the calendar of a zone. */
  add({ tenantId, nasId, subscriptionId }: UsedBy, growth: Growth, zone: string): void {
    if (growth.octetsIn > 0 || growth.octetsOut > 0)
      for (const share of hourShares(growth)) add(this.#byHour, tenantId, nasId, share);
    if (subscriptionId !== undefined)
      for (const share of dayShares(this.#days, zone, growth)) add(this.#byDay, tenantId, subscriptionId, share);
  }

  /** In the order of the tables' keys. */
  days(): readonly UsageRow[] {
    return sorted(this.#byDay);
  }

  hours(): readonly UsageRow[] {
    return sorted(this.#byHour);
  }
}

/** By tenant, by day or hour, by subscription or router: keys made of all three would cost more than the adding. */
type Rows = Map<string, Map<string | number, Map<string, UsageRow>>>;

function add(rows: Rows, tenantId: string, ofId: string, share: UsageShare): void {
  const { at, octetsIn, octetsOut, seconds } = share;
  const times = within(rows, tenantId, () => new Map<string | number, Map<string, UsageRow>>());
  const all = within(times, at, () => new Map<string, UsageRow>());
  const row = all.get(ofId);
  if (row === undefined) {
    all.set(ofId, { tenantId, ofId, at, octetsIn, octetsOut, seconds });
    return;
  }
  row.octetsIn += octetsIn;
  row.octetsOut += octetsOut;
  row.seconds += seconds;
}

function within<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function sorted(rows: Rows): readonly UsageRow[] {
  return inOrder(rows).flatMap((times) => inOrder(times).flatMap(inOrder));
}

function inOrder<Value>(map: ReadonlyMap<string | number, Value>): readonly Value[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
