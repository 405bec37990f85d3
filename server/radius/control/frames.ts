import { ControlError } from './controlError.ts';

/** A frame is its length, u32 big endian, and so many octets of JSON in UTF-8. */
const LENGTH_BYTES = 4;

export const MOST_FRAME_BYTES = 8 * 1024 * 1024;
/** Of whoever has not said who it is. */
export const MOST_HELLO_BYTES = 4096;

/** Throws ControlError `frame` when it is longer than a peer would take. */
export function writeFrame(message: object): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  if (length > MOST_FRAME_BYTES) throw new ControlError('frame', `a message of ${length} octets is too long`);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + length);
  frame.writeUInt32BE(length);
  frame.write(text, LENGTH_BYTES);
  return frame;
}

/** Cuts frames out of what a socket brings, in pieces of any size. */
export class FrameReader {
  mostBytes: number;
  readonly #length = Buffer.alloc(LENGTH_BYTES);
  #lengthHas = 0;
  #body: Buffer | undefined;
  #bodyHas = 0;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** Hands over every frame that is complete now; the buffer is the receiver's. Throws ControlError `frame`. */
  read(chunk: Buffer, onFrame: (frame: Buffer) => void): void {
    let at = 0;
    while (at < chunk.length) {
      at += this.#body === undefined ? this.#readLength(chunk, at) : this.#readBody(this.#body, chunk, at);
      if (this.#body === undefined || this.#bodyHas < this.#body.length) continue;
      const frame = this.#body;
      this.#body = undefined;
      onFrame(frame);
    }
  }

  #readLength(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#length, this.#lengthHas, at);
    this.#lengthHas += copied;
    if (this.#lengthHas < LENGTH_BYTES) return copied;
    this.#lengthHas = 0;
    const length = this.#length.readUInt32BE();
    if (length === 0 || length > this.mostBytes) {
      throw new ControlError('frame', `a frame of ${length} octets; 1 to ${this.mostBytes} are expected`);
    }
    this.#body = Buffer.allocUnsafe(length);
    this.#bodyHas = 0;
    return copied;
  }

  #readBody(body: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(body, this.#bodyHas, at);
    this.#bodyHas += copied;
    return copied;
  }
}
