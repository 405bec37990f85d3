import { md5Block } from './md5Block.ts';

export const MD5_BYTES = 16;
export const MD5_BLOCK_BYTES = 64;

/** The four words after a whole number of blocks, kept to go on from there later. */
export type Md5Midstate = Int32Array;

/**
 * MD5 over ranges of bytes that are never put together in one piece. One instance is used again and again: `start` or
 * `startFrom`, `update` as often as needed, `finish`. For the few blocks of a RADIUS packet this is several times
 * faster than a call into OpenSSL, and makes no garbage.
 */
export class Md5 {
  readonly #state = new Int32Array(4);
  /** What does not fill a block yet. */
  readonly #rest = Buffer.alloc(MD5_BLOCK_BYTES);
  #held = 0;
  #bytes = 0;

  start(): this {
    this.#state[0] = 0x67452301;
    this.#state[1] = -0x10325477;
    this.#state[2] = -0x67452302;
    this.#state[3] = 0x10325476;
    this.#held = 0;
    this.#bytes = 0;
    return this;
  }

  /** Goes on where `midstate` was taken, after `bytes` octets (whole blocks). */
  startFrom(midstate: Md5Midstate, bytes: number): this {
    this.#state[0] = midstate[0]!;
    this.#state[1] = midstate[1]!;
    this.#state[2] = midstate[2]!;
    this.#state[3] = midstate[3]!;
    this.#held = 0;
    this.#bytes = bytes;
    return this;
  }

  /** Only between blocks; to be handed to `startFrom`. */
  midstate(): Md5Midstate {
    if (this.#held !== 0) throw new RangeError(`${this.#held} octets of a block are not worked in yet`);
    return this.#state.slice();
  }

  update(bytes: Uint8Array, from = 0, to: number = bytes.length): this {
    let at = from;
    this.#bytes += to - from;
    if (this.#held > 0) at = this.#hold(bytes, at, to);
    for (; to - at >= MD5_BLOCK_BYTES; at += MD5_BLOCK_BYTES) md5Block(this.#state, bytes, at);
    if (at < to) this.#hold(bytes, at, to);
    return this;
  }

  /** The 16 octets of the digest into `target`. */
  finish(target: Uint8Array, at = 0): void {
    const rest = this.#rest;
    rest[this.#held] = 0x80;
    this.#held += 1;
    if (this.#held > 56) {
      rest.fill(0, this.#held);
      md5Block(this.#state, rest, 0);
      this.#held = 0;
    }
    for (let index = this.#held; index < 56; index += 1) rest[index] = 0;
    writeWord(rest, 56, this.#bytes << 3);
    writeWord(rest, 60, Math.floor(this.#bytes / 0x2000_0000));
    md5Block(this.#state, rest, 0);
    for (let word = 0; word < 4; word += 1) writeWord(target, at + 4 * word, this.#state[word]!);
  }

  /** Copies until the block is full or the range at its end; where it stopped. */
  #hold(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    let held = this.#held;
    while (at < to && held < MD5_BLOCK_BYTES) {
      this.#rest[held] = bytes[at]!;
      held += 1;
      at += 1;
    }
    if (held === MD5_BLOCK_BYTES) {
      md5Block(this.#state, this.#rest, 0);
      held = 0;
    }
    this.#held = held;
    return at;
  }
}

/** Little endian, unlike everything else in RADIUS. */
function writeWord(target: Uint8Array, at: number, word: number): void {
  target[at] = word;
  target[at + 1] = word >>> 8;
  target[at + 2] = word >>> 16;
  target[at + 3] = word >>> 24;
}
