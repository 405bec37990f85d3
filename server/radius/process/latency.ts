const FIRST_MICROSECONDS = 8;
/** Each step is an eighth of a doubling. */
const STEPS = 200;

/** How long answers took since it was last read, in steps of 9 %. */
export class Latency {
  readonly #counts = new Uint32Array(STEPS);
  #all = 0;
  #worst = 0;

  add(ms: number): void {
    const step = Math.ceil(Math.log2((ms * 1_000) / FIRST_MICROSECONDS) * 8);
    this.#counts[Math.min(STEPS - 1, Math.max(0, step))]! += 1;
    this.#all += 1;
    if (ms > this.#worst) this.#worst = ms;
  }

  /** In ms, and begins anew; undefined when nothing was added. */
  take(): { readonly p50: number; readonly p95: number; readonly p99: number; readonly worst: number } | undefined {
    if (this.#all === 0) return undefined;
    const taken = { p50: this.#at(0.5), p95: this.#at(0.95), p99: this.#at(0.99), worst: this.#worst };
    this.#counts.fill(0);
    this.#all = 0;
    this.#worst = 0;
    return taken;
  }

  #at(share: number): number {
    let left = this.#all * share;
    const step = this.#counts.findIndex((count) => (left -= count) <= 0);
    return Math.min(this.#worst, (FIRST_MICROSECONDS * 2 ** (step / 8)) / 1_000);
  }
}
