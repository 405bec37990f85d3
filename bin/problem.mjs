/** Something the person at the keyboard can put right: what is wrong, and what to do. Shown without a stack. */
export class Problem extends Error {
  constructor(message, ...advice) {
    super(message);
    this.advice = advice;
  }

  toText() {
    const [first = '', ...others] = this.advice;
    return [
      `Lastmile: ${this.message}`,
      `  What to do: ${first}`,
      ...others.map((line) => `          or: ${line}`),
    ].join('\n');
  }
}
