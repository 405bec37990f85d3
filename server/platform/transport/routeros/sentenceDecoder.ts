import { RouterosError } from './routerosError.ts';
import type { RouterosLimits } from './routerosLimits.ts';
import { decodeLength } from './wordLength.ts';

export type DecoderLimits = Pick<RouterosLimits, 'mostWordBytes' | 'mostSentenceBytes' | 'mostSentenceWords'>;

/** Words of a sentence as bytes, and what it took on the wire. */
export interface RawSentence {
  readonly words: readonly Buffer[];
  readonly bytes: number;
}

const FIRST_CAPACITY = 4_096;

/**
 * Cuts a byte stream into sentences, wherever TCP cut it: a sentence ends with a word of length zero and with nothing
 * else. Holds at most one sentence's bytes plus the last chunk, and copies each byte once or twice.
 */
export class SentenceDecoder {
  readonly #limits: DecoderLimits;
  #buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  /** Unread bytes are between the two. */
  #from = 0;
  #to = 0;
  #words: Buffer[] = [];
  #bytes = 0;

  constructor(limits: DecoderLimits) {
    this.#limits = limits;
  }

  /** Bytes held. */
  get size(): number {
    return this.#to - this.#from + this.#bytes;
  }

  append(chunk: Buffer): void {
    this.#makeRoom(chunk.length);
    chunk.copy(this.#buffer, this.#to);
    this.#to += chunk.length;
  }

  /** The next whole sentence; undefined until more bytes come. Throws RouterosError; then the stream is beyond hope. */
  next(): RawSentence | undefined {
    for (;;) {
      const word = this.#nextWord();
      if (!word) return undefined;
      if (word.length > 0) {
        this.#keep(word);
      } else if (this.#words.length > 0) {
        const sentence = { words: this.#words, bytes: this.#bytes };
        this.#words = [];
        this.#bytes = 0;
        return sentence;
      }
    }
  }

  #nextWord(): Buffer | undefined {
    const prefix = decodeLength(this.#buffer, this.#from, this.#to);
    if (!prefix) return undefined;
    if (prefix.length > this.#limits.mostWordBytes)
      throw new RouterosError(
        'protocol',
        `a word of ${prefix.length} bytes, ${this.#limits.mostWordBytes} is the most`,
      );
    const start = this.#from + prefix.size;
    const end = start + prefix.length;
    if (end > this.#to) return undefined;
    this.#from = end;
    // A copy: the buffer is written over.
    return Buffer.from(this.#buffer.subarray(start, end));
  }

  #keep(word: Buffer): void {
    this.#words.push(word);
    this.#bytes += word.length;
    if (this.#bytes > this.#limits.mostSentenceBytes || this.#words.length > this.#limits.mostSentenceWords)
      throw new RouterosError('protocol', `a sentence of ${this.#words.length} words and ${this.#bytes} bytes`);
  }

  #makeRoom(bytes: number): void {
    if (this.#from === this.#to) this.#from = this.#to = 0;
    if (this.#to + bytes <= this.#buffer.length) return;
    const held = this.#to - this.#from;
    const target =
      held + bytes <= this.#buffer.length / 2
        ? this.#buffer
        : Buffer.allocUnsafeSlow(Math.max(FIRST_CAPACITY, 2 * (held + bytes)));
    this.#buffer.copy(target, 0, this.#from, this.#to);
    this.#buffer = target;
    this.#from = 0;
    this.#to = held;
  }
}
