import type { LabClock } from '../labClock.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { AlarmDevice } from './alarmDevice.ts';
import { stormAlarm } from './troubleMaker.ts';

export interface AlarmStormOptions {
  readonly devices: readonly AlarmDevice[];
  /** How many different alarms. */
  readonly alarms: number;
  /** How many reports about them in all. */
  readonly reports: number;
  readonly lastsMs: number;
  readonly clock: LabClock;
  readonly random: SeededRandom;
}

export interface StormProgress {
  readonly reports: number;
  readonly raises: number;
  readonly clears: number;
  readonly done: boolean;
}

const TICK_MS = 20;
const CLEAR_CHANCE = 0.3;

/** Many reports about many alarms in a short time, evenly spread; each alarm is raised at least once. */
export class AlarmStorm {
  readonly #options: AlarmStormOptions;
  readonly #startedAt: number;
  #timer: unknown;
  #reports = 0;
  #raises = 0;
  #clears = 0;
  #done: () => void = () => {};
  readonly done: Promise<void>;

  constructor(options: AlarmStormOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.done = new Promise((resolve) => (this.#done = resolve));
  }

  start(): void {
    this.#tick();
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#done();
  }

  get progress(): StormProgress {
    const done = this.#reports >= this.#options.reports;
    return { reports: this.#reports, raises: this.#raises, clears: this.#clears, done };
  }

  #tick(): void {
    const { clock, lastsMs, reports } = this.#options;
    const elapsed = clock.now() - this.#startedAt + TICK_MS;
    const due = Math.min(reports, Math.ceil((reports * elapsed) / lastsMs));
    while (this.#reports < due) this.#report();
    if (this.#reports >= reports) this.#done();
    else this.#timer = clock.setTimeout(() => this.#tick(), TICK_MS);
  }

  #report(): void {
    const { devices, alarms, random } = this.#options;
    const number = this.#reports % alarms;
    const device = devices[number % devices.length]!;
    const alarm = stormAlarm(device, Math.floor(number / devices.length));
    this.#reports += 1;
    if (device.isStanding(alarm) && random.next() < CLEAR_CHANCE) {
      device.clear(alarm);
      this.#clears += 1;
    } else {
      device.raise(alarm);
      this.#raises += 1;
    }
  }
}
