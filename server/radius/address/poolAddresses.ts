import { parseIpv4 } from '#server/platform/transport/radius/addressText.ts';
import type { AddressPool } from '../policy/addressPool.ts';

const FREE = 0;
/** No session has this number: an address that belongs to a subscription for good. */
const RESERVED = 0xffff_ffff;

interface Range {
  readonly first: number;
  readonly size: number;
  /** Of its first address. */
  readonly at: number;
}

/** The addresses of one pool, each with its owner, and a queue in which they become free. */
export class PoolAddresses {
  readonly #pool: AddressPool;
  readonly #ranges: readonly Range[];
  /** Reference of a session, FREE or RESERVED. */
  readonly #owners: Uint32Array;
  /** 1: stands in the queue, perhaps without being free any more. */
  readonly #queued: Uint8Array;
  readonly #queue: Uint32Array;
  #head = 0;
  #length = 0;
  #used = 0;
  load = 0;

  constructor(pool: AddressPool, before?: PoolAddresses) {
    this.#pool = pool;
    this.#ranges = rangesOf(pool);
    const size = this.#ranges.reduce((sum, range) => sum + range.size, 0);
    this.#owners = new Uint32Array(size);
    this.#queued = new Uint8Array(size);
    this.#queue = new Uint32Array(size);
    for (let index = 0; index < size; index += 1) this.#enqueue(index);
    before?.eachOwned((address, owner) => this.has(address) && this.claim(address, owner));
  }

  get id(): number {
    return this.#pool.id;
  }

  get tenantId(): string {
    return this.#pool.tenantId;
  }

  get size(): number {
    return this.#owners.length;
  }

  get used(): number {
    return this.#used;
  }

  isFor(pool: AddressPool): boolean {
    return pool.tenantId === this.tenantId && JSON.stringify(pool.ranges) === JSON.stringify(this.#pool.ranges);
  }

  has(address: number): boolean {
    return this.#indexOf(address) >= 0;
  }

  owner(address: number): number {
    const owner = this.#owners[this.#indexOf(address)]!;
    return owner === RESERVED ? FREE : owner;
  }

  eachOwned(visit: (address: number, owner: number) => void): void {
    for (const { first, size, at } of this.#ranges)
      for (let index = 0; index < size; index += 1) {
        const owner = this.#owners[at + index]!;
        if (owner !== FREE && owner !== RESERVED) visit(first + index, owner);
      }
  }

  take(before: number, owner: number): number {
    const wanted = before === 0 ? -1 : this.#indexOf(before);
    if (wanted >= 0 && this.#owners[wanted] === FREE) return this.#give(wanted, owner);
    while (this.#length > 0) {
      const index = this.#dequeue();
      if (this.#owners[index] === FREE) return this.#give(index, owner);
    }
    return 0;
  }

  claim(address: number, owner: number): number {
    const index = this.#indexOf(address);
    const was = this.#owners[index]!;
    if (was === RESERVED) return 0;
    this.#give(index, owner);
    return was === owner ? 0 : was;
  }

  release(address: number, owner: number): void {
    const index = this.#indexOf(address);
    if (this.#owners[index] === owner) this.#free(index);
  }

  reserve(address: number): void {
    const index = this.#indexOf(address);
    if (index < 0) return;
    if (this.#owners[index] === FREE) this.#used += 1;
    this.#owners[index] = RESERVED;
  }

  unreserve(address: number): void {
    const index = this.#indexOf(address);
    if (index >= 0 && this.#owners[index] === RESERVED) this.#free(index);
  }

  #give(index: number, owner: number): number {
    if (this.#owners[index] === FREE) this.#used += 1;
    this.#owners[index] = owner;
    return this.#address(index);
  }

  #free(index: number): void {
    this.#owners[index] = FREE;
    this.#used -= 1;
    this.#enqueue(index);
  }

  #enqueue(index: number): void {
    if (this.#queued[index] === 1) return;
    this.#queued[index] = 1;
    this.#queue[(this.#head + this.#length) % this.#queue.length] = index;
    this.#length += 1;
  }

  #dequeue(): number {
    const index = this.#queue[this.#head]!;
    this.#head = (this.#head + 1) % this.#queue.length;
    this.#length -= 1;
    this.#queued[index] = 0;
    return index;
  }

  #indexOf(address: number): number {
    for (const { first, size, at } of this.#ranges)
      if (address >= first && address - first < size) return at + address - first;
    return -1;
  }

  #address(index: number): number {
    const range = this.#ranges.find(({ at, size }) => index < at + size)!;
    return range.first + index - range.at;
  }
}

function rangesOf(pool: AddressPool): readonly Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const { first, last } of pool.ranges) {
    const from = parseIpv4(first);
    const to = parseIpv4(last);
    if (from === undefined || to === undefined || to < from) continue;
    ranges.push({ first: from, size: to - from + 1, at });
    at += to - from + 1;
  }
  return ranges;
}
