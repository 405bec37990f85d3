const mostMarks = 64;

/** Since when the oldest event that is known but not handled has been known. */
export class LagMeter {
  /** Heads in order of position; beyond the bound a newer head joins the last mark, which makes the lag look longer, not shorter. */
  readonly #marks: { head: number; readonly heardAt: number }[] = [];

  heard(head: number, now: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && this.#marks.length >= mostMarks) last.head = head;
    else this.#marks.push({ head, heardAt: now });
  }

  handled(position: number): void {
    while (this.#marks[0] !== undefined && this.#marks[0].head <= position) this.#marks.shift();
  }

  /** 0 when everything known is handled. */
  ms(now: number): number {
    return this.#marks[0] === undefined ? 0 : Math.max(0, now - this.#marks[0].heardAt);
  }
}
