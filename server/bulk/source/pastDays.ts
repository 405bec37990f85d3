import { dayNumber, instantOf } from '#shared/onCall/zonedDay.ts';
import { ZoneDays } from '../../accounting/accountingFeature.ts';

type ZoneDay = ReturnType<ZoneDays['at']>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Days of zones of which every one is remembered: history of thousands of lines is of the same days, and to find where one
 * begins takes a millisecond.
 */
export class PastDays extends ZoneDays {
  /** By zone and day of UTC; a day of a zone touches two of those. */
  readonly #known = new Map<string, ZoneDay[]>();

  override at(zone: string, at: number): ZoneDay {
    const key = keyOf(zone, at);
    const here = this.#known.get(key)?.find(({ from, until }) => at >= from && at < until);
    if (here) return here;
    const found = super.at(zone, at);
    for (const touched of new Set([keyOf(zone, found.from), key, keyOf(zone, found.until - 1)]))
      this.#known.set(touched, [...(this.#known.get(touched) ?? []), found]);
    return found;
  }

  /** `2026-03-31` and `14:30:05` on the clocks of the zone. Undefined: there is no such day. */
  instantOf(zone: string, day: string, time: string): number | undefined {
    const noon = Date.parse(`${day}T12:00:00Z`);
    if (Number.isNaN(noon)) return undefined;
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
    const found = this.at(zone, noon);
    const within = hours * HOUR_MS + (minutes * 60 + seconds) * 1_000;
    // Where clocks change, and east of UTC+12, the long way.
    if (found.day === day && found.until - found.from === DAY_MS) return found.from + within;
    return instantOf(zone, dayNumber(day), `${time.slice(0, 5)}`) + seconds * 1_000;
  }
}

function keyOf(zone: string, at: number): string {
  return `${zone} ${Math.floor(at / DAY_MS)}`;
}
