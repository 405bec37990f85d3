const FREE = 0;
/** No session has this number: what belongs to a subscription for good. */
const RESERVED = 0xffff_ffff;

/** Marks of a place. In the queue, perhaps without being free any more. */
const WAITS = 1;
/** To go to the end of the queue when its turn comes. */
const KEPT_BACK = 2;
/** Somebody had it. */
const HAD = 4;

/** The places of one pool by number, each with its owner, and a queue in which they become free. */
export class OwnedPlaces {
  /** Reference of a session, FREE or RESERVED. */
  readonly #owners: Uint32Array;
  readonly #marks: Uint8Array;
  readonly #queue: Uint32Array;
  #head = 0;
  #length = 0;
  #used = 0;

  constructor(size: number) {
    this.#owners = new Uint32Array(size);
    this.#marks = new Uint8Array(size);
    this.#queue = new Uint32Array(size);
    for (let index = 0; index < size; index += 1) this.#enqueue(index);
  }

  get size(): number {
    return this.#owners.length;
  }

  get used(): number {
    return this.#used;
  }

  /** 0: nobody's, or of a subscription for good. */
  owner(index: number): number {
    const owner = this.#owners[index]!;
    return owner === RESERVED ? FREE : owner;
  }

  /** The one that is wanted (-1: none), if nobody has it; else the one that has been free for longest. -1: there is none. */
  take(wanted: number, owner: number): number {
    if (wanted >= 0 && this.#owners[wanted] === FREE) return this.#give(wanted, owner);
    while (this.#length > 0) {
      const index = this.#dequeue();
      if (this.#owners[index] === FREE) return this.#give(index, owner);
    }
    return -1;
  }

  /** Whose it was, 0 if nobody's. What is reserved stays so. */
  claim(index: number, owner: number): number {
    const was = this.#owners[index]!;
    if (was === RESERVED) return FREE;
    this.#give(index, owner);
    return was === owner ? FREE : was;
  }

  release(index: number, owner: number): void {
    if (this.#owners[index] === owner) this.#free(index);
  }

  reserve(index: number): void {
    if (this.#owners[index] === FREE) this.#used += 1;
    this.#owners[index] = RESERVED;
  }

  unreserve(index: number): void {
    if (this.#owners[index] === RESERVED) this.#free(index);
  }

  /** Somebody had it last: others get it when nothing else is free. */
  keepBack(index: number): void {
    this.#marks[index]! |= HAD;
    if ((this.#marks[index]! & WAITS) !== 0) this.#marks[index]! |= KEPT_BACK;
  }

  /** Whether somebody has it or had it. */
  wasGiven(index: number): boolean {
    return (this.#marks[index]! & HAD) !== 0;
  }

  #give(index: number, owner: number): number {
    if (this.#owners[index] === FREE) this.#used += 1;
    this.#owners[index] = owner;
    this.#marks[index]! |= HAD;
    return index;
  }

  #free(index: number): void {
    this.#owners[index] = FREE;
    this.#used -= 1;
    this.#enqueue(index);
  }

  #enqueue(index: number): void {
    // What is freed has had an owner by now: its turn is after those that have been free for longer.
    if ((this.#marks[index]! & WAITS) !== 0) return this.keepBack(index);
    this.#marks[index]! |= WAITS;
    this.#queue[(this.#head + this.#length) % this.#queue.length] = index;
    this.#length += 1;
  }

  /** Each is put back once at most, so that it ends. */
  #dequeue(): number {
    for (;;) {
      const index = this.#queue[this.#head]!;
      const marks = this.#marks[index]!;
      this.#head = (this.#head + 1) % this.#queue.length;
      this.#length -= 1;
      this.#marks[index] = marks & HAD;
      if ((marks & KEPT_BACK) === 0 || this.#owners[index] !== FREE) return index;
      this.#enqueue(index);
    }
  }
}
