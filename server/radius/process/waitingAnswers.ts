import type { Peer } from './udpReply.ts';

interface Waiting {
  peer: Peer;
  sequence: number;
  slot: number;
  since: number;
}

/** Answers that wait for their record to be on the disk, in the order of the journal. */
export class WaitingAnswers {
  readonly #queue: Waiting[] = [];
  #from = 0;

  get size(): number {
    return this.#queue.length - this.#from;
  }

  add(waiting: Waiting): void {
    this.#queue.push(waiting);
  }

  /** Those up to this sequence number, first to last. */
  release(sequence: number, answer: (waiting: Waiting) => void): void {
    while (this.#from < this.#queue.length && this.#queue[this.#from]!.sequence <= sequence) {
      answer(this.#queue[this.#from]!);
      this.#from += 1;
    }
    if (this.#from < 4_096 && this.#from < this.#queue.length) return;
    this.#queue.splice(0, this.#from);
    this.#from = 0;
  }
}
