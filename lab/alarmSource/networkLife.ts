import type { LabClock } from '../labClock.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { AlarmDevice } from './alarmDevice.ts';
import { anyTrouble, correlatedTroubles } from './troubleMaker.ts';

export interface NetworkLifeOptions {
  /** One provider's. */
  readonly devices: readonly AlarmDevice[];
  readonly clock: LabClock;
  readonly random: SeededRandom;
  readonly alarmsPerMinute: number;
}

/** Above this many at one provider, things only get better. */
const MOST_STANDING = 40;
const BURST_CHANCE = 0.06;
const REPEAT_CHANCE = 0.15;

/** Everyday life of one provider's network: things break, are noticed again, and are repaired; now and then together. */
export class NetworkLife {
  readonly #options: NetworkLifeOptions;
  #timer: unknown;
  #paused = false;
  #perMinute: number;

  constructor(options: NetworkLifeOptions) {
    this.#options = options;
    this.#perMinute = options.alarmsPerMinute;
  }

  start(): void {
    this.#next();
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
  }

  set paused(paused: boolean) {
    this.#paused = paused;
  }

  /** Changes per minute, on average; 0 stops them. */
  set alarmsPerMinute(perMinute: number) {
    this.#perMinute = perMinute;
    this.stop();
    this.#next();
  }

  #next(): void {
    const { clock, random } = this.#options;
    if (this.#perMinute <= 0) return;
    // Independent events: exponential times between them, cut so that a long silence can't happen.
    const meanMs = 60_000 / this.#perMinute;
    const waitMs = Math.min(-Math.log(1 - random.next()) * meanMs, 4 * meanMs);
    this.#timer = clock.setTimeout(() => {
      if (!this.#paused) this.#happen();
      this.#next();
    }, waitMs);
  }

  #happen(): void {
    const { devices, random } = this.#options;
    const standing = devices.flatMap((device) => device.standing.map((alarm) => ({ device, alarm })));
    const chance = random.next();
    if (standing.length > 0 && chance < standing.length / MOST_STANDING) {
      const { device, alarm } = random.pick(standing);
      device.clear(alarm);
    } else if (standing.length > 0 && random.next() < REPEAT_CHANCE) {
      const { device, alarm } = random.pick(standing);
      device.raise(alarm);
    } else {
      this.#breakSomething();
    }
  }

  #breakSomething(): void {
    const { devices, random } = this.#options;
    const device = random.pick(devices);
    if (random.next() >= BURST_CHANCE) {
      device.raise(anyTrouble(device, random));
      return;
    }
    const { branchName } = device.options;
    const neighbours = devices.filter((other) => other !== device && other.options.branchName === branchName);
    for (const hit of correlatedTroubles(device, neighbours, random)) hit.device.raise(hit.alarm);
  }
}
