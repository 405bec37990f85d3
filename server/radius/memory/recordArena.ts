/** Records start at multiples of this, so that 32 bits can name 128 GB. */
export const RECORD_UNIT = 32;
const CHUNK_UNITS = 1 << 18;
const CHUNK_BYTES = CHUNK_UNITS * RECORD_UNIT;
const MOST_UNITS = 256;

/** The longest record. */
export const MOST_RECORD_BYTES: number = MOST_UNITS * RECORD_UNIT;

/** Where a record is; never 0, so that 0 can stand for none. */
export type RecordRef = number;

/**
 * Records of some dozen to some thousand octets outside of the heap: the garbage collector never looks at them, however
 * many there are. A record is read and written in `chunk(ref)` from `offset(ref)` on. Freed room is used again for
 * records of the same number of units.
 */
export class RecordArena {
  readonly #chunks: Buffer[] = [];
  /** By units: the records that are free, as a stack. */
  readonly #free: number[][] = Array.from({ length: MOST_UNITS + 1 }, () => []);
  /** The next unit of the last chunk. Unit 0 of the first is never given. */
  #next = CHUNK_UNITS;
  #used = 0;

  /** Of all chunks, used or not. */
  get bytes(): number {
    return this.#chunks.length * CHUNK_BYTES;
  }

  /** Of the records there are, rounded up to units. */
  get usedBytes(): number {
    return this.#used * RECORD_UNIT;
  }

  chunk(ref: RecordRef): Buffer {
    return this.#chunks[Math.floor(ref / CHUNK_UNITS)]!;
  }

  offset(ref: RecordRef): number {
    return (ref % CHUNK_UNITS) * RECORD_UNIT;
  }

  /** Its octets are what was there before. */
  allocate(bytes: number): RecordRef {
    const units = Math.ceil(bytes / RECORD_UNIT);
    if (units < 1 || units > MOST_UNITS) throw new RangeError(`a record of ${bytes} octets is not kept here`);
    this.#used += units;
    const again = this.#free[units]!.pop();
    if (again !== undefined) return again;
    if (this.#next + units > CHUNK_UNITS) this.#grow();
    const ref = (this.#chunks.length - 1) * CHUNK_UNITS + this.#next;
    this.#next += units;
    return ref;
  }

  /** `bytes` as it was allocated. */
  free(ref: RecordRef, bytes: number): void {
    const units = Math.ceil(bytes / RECORD_UNIT);
    this.#used -= units;
    this.#free[units]!.push(ref);
  }

  #grow(): void {
    this.#chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
    this.#next = this.#chunks.length === 1 ? 1 : 0;
  }
}
