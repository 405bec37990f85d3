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
    if (this.#head === this.#waiting.length) {
      this.#waiting = [];
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
