/**
 * Lastmile can't or won't start, and the person who started it can do something about it. Shown without a stack:
 * what is wrong, then what to do. Throwing it promises that nothing was changed that a repeated start wouldn't repair.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
  /** What to do, as whole sentences; one entry per way out. */
  readonly advice: readonly string[];

  constructor(problem: string, advice: readonly string[], options?: ErrorOptions) {
    super(problem, options);
    this.advice = advice;
  }

  /** The text for standard error. */
  toText(): string {
    const [first = '', ...others] = this.advice;
    return [
      `Lastmile did not start: ${this.message}`,
      `  What to do: ${first}`,
      ...others.map((line) => `          or: ${line}`),
    ].join('\n');
  }
}
