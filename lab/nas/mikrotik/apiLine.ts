import type { Socket } from 'node:net';
import type { LabClock } from '../../labClock.ts';
import type { SeededRandom } from '../../seededRandom.ts';

/** How the router behaves on its connections. */
export interface LineState {
  readonly mode: 'normal' | 'hang' | 'slow' | 'garbage';
  /** Before each sentence, while it is slow. */
  readonly delayMs: number;
}

export const normalLine: LineState = { mode: 'normal', delayMs: 0 };

const MOST_QUEUED = 20_000;
const MOST_UNSENT_BYTES = 16 * 1024 * 1024;

/** What leaves on one connection, sentence by sentence, with the faults of the moment. */
export class ApiLine {
  readonly #socket: Socket;
  readonly #clock: LabClock;
  readonly #random: SeededRandom;
  #state: LineState;
  #queue: Buffer[] = [];
  #timer: unknown;
  #isCorked = false;
  #isAbandoned = false;
  #closesWhenSent = false;

  constructor({
    socket,
    clock,
    random,
    state,
  }: {
    readonly socket: Socket;
    readonly clock: LabClock;
    readonly random: SeededRandom;
    readonly state: LineState;
  }) {
    this.#socket = socket;
    this.#clock = clock;
    this.#random = random;
    this.#state = state;
  }

  /** A stream may leave a row out rather than pile it up. */
  get isBehind(): boolean {
    return this.#socket.writableNeedDrain || this.#queue.length > 50;
  }

  set state(state: LineState) {
    this.#state = state;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pump();
  }

  send(sentence: Buffer): void {
    if (this.#isAbandoned || this.#socket.destroyed) return;
    this.#queue.push(sentence);
    // Whoever doesn't read what was asked for is let go, as a router with little memory must.
    if (this.#queue.length > MOST_QUEUED || this.#socket.writableLength > MOST_UNSENT_BYTES) this.#socket.destroy();
    else this.#pump();
  }

  /** After everything that was said before. */
  end(): void {
    this.#closesWhenSent = true;
    this.#pump();
  }

  /** Nothing leaves any more, not even a goodbye. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#queue = [];
    this.#clock.clearTimeout(this.#timer);
  }

  #pump(): void {
    if (this.#isAbandoned || this.#state.mode === 'hang' || this.#timer !== undefined) return;
    if (this.#state.mode === 'slow') {
      if (this.#queue.length > 0) this.#later();
      else if (this.#closesWhenSent) this.#socket.end();
      return;
    }
    const sentences = this.#queue.splice(0);
    for (const sentence of sentences) this.#write(sentence);
    if (this.#closesWhenSent) this.#socket.end();
  }

  #later(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      const sentence = this.#queue.shift();
      if (sentence) this.#write(sentence);
      this.#pump();
    }, this.#state.delayMs);
  }

  /** Everything said within one turn leaves in one packet. */
  #write(sentence: Buffer): void {
    if (this.#socket.destroyed) return;
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(
      this.#state.mode === 'garbage' ? this.#random.bytes(sentence.length + this.#random.below(40)) : sentence,
    );
  }
}
