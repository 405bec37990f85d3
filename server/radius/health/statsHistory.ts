import type { NasStats, RadiusStats } from '../control/radiusStats.ts';

const MOST = 6;

/** Rates per second of what one router asked. */
export type NasRates = Readonly<Record<'requests' | 'accepts' | 'rejects' | 'drops', number>>;

/** The last seconds of what the process counted, and the rates that follow. A process that begins anew begins at zero. */
export class StatsHistory {
  #kept: RadiusStats[] = [];

  get latest(): RadiusStats | undefined {
    return this.#kept.at(-1);
  }

  put(stats: RadiusStats): void {
    const latest = this.latest;
    if (latest && stats.uptimeMs < latest.uptimeMs) this.#kept = [];
    this.#kept.push(stats);
    if (this.#kept.length > MOST) this.#kept.shift();
  }

  clear(): void {
    this.#kept = [];
  }

  /** Of a figure that only grows; 0 while there is one measurement. */
  rate(figure: (stats: RadiusStats) => number): number {
    const [first, last] = [this.#kept[0], this.latest];
    if (!first || !last || last.uptimeMs <= first.uptimeMs) return 0;
    return Math.max(0, figure(last) - figure(first)) / ((last.uptimeMs - first.uptimeMs) / 1_000);
  }

  /** By router, of all that the process knows now. */
  nasRates(): ReadonlyMap<string, NasRates> {
    const before = new Map((this.#kept[0]?.nas ?? []).map((nas) => [nas.nasId, nas]));
    const [first, last] = [this.#kept[0], this.latest];
    const seconds = first && last ? (last.uptimeMs - first.uptimeMs) / 1_000 : 0;
    const rate = (nas: NasStats, what: keyof NasRates): number =>
      seconds <= 0 ? 0 : Math.max(0, nas[what] - (before.get(nas.nasId)?.[what] ?? nas[what])) / seconds;
    return new Map(
      (last?.nas ?? []).map((nas) => [
        nas.nasId,
        {
          requests: rate(nas, 'requests'),
          accepts: rate(nas, 'accepts'),
          rejects: rate(nas, 'rejects'),
          drops: rate(nas, 'drops'),
        },
      ]),
    );
  }
}
