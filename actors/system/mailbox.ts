/** A bounded first-in-first-out queue; cheap when empty, which most mailboxes are. */
export class Mailbox<Message> {
  readonly #most: number;
  #waiting: Message[] = [];
  #head = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get depth(): number {
    return this.#waiting.length - this.#head;
  }

  /** Places held in memory, at most about twice the bound. */
  get capacity(): number {
    return this.#waiting.length;
  }

  /** False when full: the sender is told at once instead of waiting without bound. */
  put(message: Message): boolean {
    if (this.depth >= this.#most) return false;
    this.#waiting.push(message);
    return true;
  }

  /** For a message that must be tried again before anything else. */
  putBack(message: Message): void {
    if (this.#head > 0) this.#waiting[--this.#head] = message;
    else this.#waiting.unshift(message);
  }

  take(): Message | undefined {
    if (this.depth === 0) return undefined;
    const message = this.#waiting[this.#head++];
    // A mailbox under steady load is never empty, so what was taken must not wait for that to be let go.
    if (this.#head === this.#waiting.length || (this.#head >= 64 && this.#head * 2 >= this.#waiting.length)) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return message;
  }

  /** The message put last, if it still waits. */
  last(): Message | undefined {
    return this.depth === 0 ? undefined : this.#waiting[this.#waiting.length - 1];
  }

  replaceLast(message: Message): void {
    if (this.depth > 0) this.#waiting[this.#waiting.length - 1] = message;
  }

  waiting(): readonly Message[] {
    return this.#waiting.slice(this.#head);
  }
}
