import type { Item } from './configTable.ts';

/** Bit/s from the router's view: `rx` comes in on the interface. */
export interface Rate {
  readonly rx: number;
  readonly tx: number;
}

interface Counter {
  at: number;
  rx: number;
  tx: number;
}

/** Share of the evening's peak by local hour, as residential networks show it. */
const DAY = [
  0.52, 0.36, 0.25, 0.19, 0.16, 0.17, 0.24, 0.34, 0.41, 0.45, 0.48, 0.5, 0.53, 0.54, 0.53, 0.55, 0.6, 0.67, 0.78, 0.9,
  0.98, 1, 0.91, 0.72,
];
const STEP_MS = 4000;
/** Of a customer's speed in the mean at the peak. */
const MEAN_SHARE = 0.12;

export function dayCurve(hour: number): number {
  const from = Math.floor(hour) % 24;
  const part = hour - Math.floor(hour);
  return DAY[from]! * (1 - part) + DAY[(from + 1) % 24]! * part;
}

/** Who uses how much when: the same for the same seed, smooth in time, needing no timer. */
export class Traffic {
  readonly #seed: number;
  readonly #hourAt: (at: number) => number;
  readonly #counters = new WeakMap<Item, Counter>();
  #known: { readonly at: number; readonly share: number } | undefined;

  constructor(seed: number, hourAt: (at: number) => number) {
    this.#seed = seed;
    this.#hourAt = hourAt;
  }

  curve(at: number): number {
    // Asked for every customer of the same moment.
    if (this.#known?.at !== at) this.#known = { at, share: dayCurve(this.#hourAt(at)) };
    return this.#known.share;
  }

  /** A number in [0, 1) that wanders; `name` has its own. */
  wander(name: string, at: number, stepMs = STEP_MS): number {
    const step = Math.floor(at / stepMs);
    const part = at / stepMs - step;
    const smooth = part * part * (3 - 2 * part);
    return this.#chance(name, step) * (1 - smooth) + this.#chance(name, step + 1) * smooth;
  }

  /** What a customer with these speeds moves now: mostly little, now and then all. */
  customer(name: string, downBps: number, upBps: number, at: number): Rate {
    const burst = this.wander(name, at) ** 4 * 5;
    const down = Math.min(downBps, downBps * MEAN_SHARE * this.curve(at) * burst + 900);
    const up = Math.min(upBps, down * (0.05 + 0.12 * this.wander(`${name}/up`, at, 15_000)) + 400);
    return { rx: up, tx: down };
  }

  /** Bytes so far; monotonic, from the rate since it was last asked. `bornAt`: when counting began. */
  bytes(item: Item, bornAt: number, at: number, rateAt: (at: number) => Rate): Rate {
    const counter = this.#counters.get(item) ?? { at: bornAt, rx: 0, tx: 0 };
    const elapsedMs = Math.max(0, at - counter.at);
    // A long time is sampled at a few moments, so that a quiet second doesn't stand for a week.
    const samples = Math.min(8, Math.ceil(elapsedMs / STEP_MS));
    for (let sample = 0; sample < samples; sample += 1) {
      const rate = rateAt(counter.at + (elapsedMs * (sample + 0.5)) / samples);
      counter.rx += (rate.rx * elapsedMs) / samples / 8000;
      counter.tx += (rate.tx * elapsedMs) / samples / 8000;
    }
    counter.at = Math.max(at, counter.at);
    this.#counters.set(item, counter);
    return { rx: Math.floor(counter.rx), tx: Math.floor(counter.tx) };
  }

  /** Both count as one from now on: a session's queue and its interface. */
  share(item: Item, other: Item): void {
    const counter = this.#counters.get(other) ?? { at: Number(other.values['since'] ?? 0), rx: 0, tx: 0 };
    this.#counters.set(other, counter);
    this.#counters.set(item, counter);
  }

  /** Bytes beside what the rate says; the item has been counted before. */
  add(item: Item, more: Rate): void {
    const counter = this.#counters.get(item);
    if (!counter) return;
    counter.rx += more.rx;
    counter.tx += more.tx;
  }

  forget(item: Item): void {
    this.#counters.delete(item);
  }

  /** FNV-1a over name and step, mixed once more. */
  #chance(name: string, step: number): number {
    let hash = (2_166_136_261 ^ this.#seed) >>> 0;
    for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 16_777_619);
    hash = Math.imul(hash ^ (step & 0xffff), 16_777_619);
    hash = Math.imul(hash ^ (step >>> 16), 2_246_822_519);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 3_266_489_917);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
  }
}
