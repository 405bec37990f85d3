const EMPTY = 0;
const GONE = 0xffff_ffff;
const SMALLEST = 1_024;

/**
 * From a hash of 32 bits to references, outside of the heap. Several references may have the same hash: whoever asks
 * compares. `for (let slot = index.first(hash); slot >= 0; slot = index.next(slot, hash)) … index.ref(slot)`.
 */
export class HashIndex {
  #hashes = new Uint32Array(SMALLEST);
  #refs = new Uint32Array(SMALLEST);
  #mask = SMALLEST - 1;
  #size = 0;
  #arrangement = 0;
  /** Slots that are not empty, with what is gone. */
  #taken = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#hashes.byteLength + this.#refs.byteLength;
  }

  first(hash: number): number {
    return this.#from(hash & this.#mask, hash);
  }

  next(slot: number, hash: number): number {
    return this.#from((slot + 1) & this.#mask, hash);
  }

  ref(slot: number): number {
    return this.#refs[slot]!;
  }

  /** Changes whenever all is put into other slots. */
  get arrangement(): number {
    return this.#arrangement;
  }

  /** For walking through all of it a piece at a time: slots are 0 to `slots` - 1, and empty ones have the reference 0. */
  get slots(): number {
    return this.#mask + 1;
  }

  at(slot: number): number {
    const ref = this.#refs[slot]!;
    return ref === GONE ? EMPTY : ref;
  }

  /** `ref` is neither 0 nor the largest 32-bit number. The same pair must not be added twice. */
  add(hash: number, ref: number): void {
    if ((this.#taken + 1) * 3 > (this.#mask + 1) * 2) this.#rebuild();
    this.#put(hash, ref);
    this.#size += 1;
  }

  remove(hash: number, ref: number): boolean {
    for (let slot = this.first(hash); slot >= 0; slot = this.next(slot, hash)) {
      if (this.#refs[slot] !== ref) continue;
      this.#refs[slot] = GONE;
      this.#size -= 1;
      return true;
    }
    return false;
  }

  /** Puts `now` where `was` is. */
  replace(hash: number, was: number, now: number): void {
    for (let slot = this.first(hash); slot >= 0; slot = this.next(slot, hash))
      if (this.#refs[slot] === was) {
        this.#refs[slot] = now;
        return;
      }
  }

  #from(start: number, hash: number): number {
    let slot = start;
    for (let ref = this.#refs[slot]!; ref !== EMPTY; ref = this.#refs[slot]!) {
      if (ref !== GONE && this.#hashes[slot] === hash) return slot;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  #put(hash: number, ref: number): void {
    let slot = hash & this.#mask;
    while (this.#refs[slot] !== EMPTY && this.#refs[slot] !== GONE) slot = (slot + 1) & this.#mask;
    if (this.#refs[slot] === EMPTY) this.#taken += 1;
    this.#hashes[slot] = hash;
    this.#refs[slot] = ref;
  }

  /** Twice as large, or as large as it is when most of what is taken is gone. */
  #rebuild(): void {
    this.#arrangement += 1;
    const hashes = this.#hashes;
    const refs = this.#refs;
    const slots = this.#size * 3 > this.#mask + 1 ? refs.length * 2 : refs.length;
    this.#hashes = new Uint32Array(slots);
    this.#refs = new Uint32Array(slots);
    this.#mask = slots - 1;
    this.#taken = 0;
    for (let slot = 0; slot < refs.length; slot += 1) {
      const ref = refs[slot]!;
      if (ref !== EMPTY && ref !== GONE) this.#put(hashes[slot]!, ref);
    }
  }
}
