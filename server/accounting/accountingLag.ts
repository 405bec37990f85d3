import type { Clock } from '#actors/system/clock.ts';
import type { JournalPlace } from '../radius/journalFeature.ts';
import type { RadiusFeature } from '../radius/radiusFeature.ts';
import type { AccountingAlarm } from './accountingAlarm.ts';
import type { AccountingLoader } from './accountingLoader.ts';

export interface AccountingLagFigures {
  /** Octets between what is on the disk of the RADIUS process and what is loaded; segments that lie between count whole. */
  readonly bytes: number;
  /** Age of what is loaded next; 0 when everything is. */
  readonly seconds: number;
}

const LOOK_MS = 1000;
const BEHIND_S = 60;
const SEGMENT_BYTES = 64 * 1_048_576;

/** How far loading is behind what routers have been told is safe: measured each second, and an alarm beyond a minute. */
export class AccountingLag {
  readonly #loader: AccountingLoader;
  readonly #line: RadiusFeature['line'];
  readonly #alarm: AccountingAlarm;
  readonly #clock: Clock;
  #durable: JournalPlace | undefined;
  #unlisten: (() => void) | undefined;
  #timer: unknown;
  figures: AccountingLagFigures = { bytes: 0, seconds: 0 };

  constructor(loader: AccountingLoader, line: RadiusFeature['line'], alarm: AccountingAlarm, clock: Clock) {
    this.#loader = loader;
    this.#line = line;
    this.#alarm = alarm;
    this.#clock = clock;
  }

  start(): void {
    this.#unlisten = this.#line.listen({
      heard: (news) => {
        if (news.say === 'durable') this.#durable = news.place;
      },
    });
    this.#look();
  }

  stop(): void {
    this.#unlisten?.();
    this.#clock.clearTimeout(this.#timer);
  }

  #look(): void {
    const { caughtUpAt, loadedUpTo, failures } = this.#loader.figures;
    const now = this.#clock.now();
    const bytes = bytesBetween(this.#loader.place, this.#durable);
    const recent = caughtUpAt !== undefined && now - caughtUpAt < 2 * LOOK_MS && failures === 0;
    const behind = recent || bytes === 0 ? 0 : Math.max(0, now - (loadedUpTo ?? now)) / 1000;
    this.figures = { bytes, seconds: Math.round(behind) };
    if (this.figures.seconds >= BEHIND_S)
      this.#alarm.raise(
        'accountingBehind',
        'major',
        'Sessions and usage on the screens are more than a minute old: what routers report is safe on this server’s disk, and waits for the database.',
      );
    else if (this.figures.seconds < BEHIND_S / 2) this.#alarm.clear('accountingBehind', 'everything is loaded');
    this.#timer = this.#clock.setTimeout(() => this.#look(), LOOK_MS);
  }
}

function bytesBetween(loaded: JournalPlace | undefined, durable: JournalPlace | undefined): number {
  if (durable === undefined || (loaded !== undefined && loaded.journal !== durable.journal)) return 0;
  if (loaded === undefined) return durable.offset;
  return Math.max(0, (durable.segment - loaded.segment) * SEGMENT_BYTES + durable.offset - loaded.offset);
}
