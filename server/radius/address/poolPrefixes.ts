import { parseIpv6 } from '#server/platform/transport/radius/addressText.ts';
import type { AddressPool, PrefixOfPool } from '../policy/addressPool.ts';
import type { GivenPool } from './givenPool.ts';
import { OwnedPlaces } from './ownedPlaces.ts';

/** Of a larger pool only so many are given: more than lines there are on one node, and 9 MB. */
const MOST = 1_048_576n;

interface Range {
  /** Number of its first prefix, counted from ::/length. */
  readonly first: bigint;
  readonly size: number;
  readonly at: number;
}

/**
 * The IPv6 prefixes of one pool, all of one length between /1 and /64. A prefix is the upper half of its address as a
 * number: behind it there are zeros.
 */
export class PoolPrefixes implements GivenPool<bigint> {
  readonly #pool: AddressPool;
  readonly prefix: PrefixOfPool;
  readonly #shift: bigint;
  readonly #ranges: readonly Range[];
  readonly #places: OwnedPlaces;
  /** By place: subscriptions that have some of it for good; one may have several, and several one. */
  readonly #reserved = new Map<number, number>();
  load = 0;

  constructor(pool: AddressPool, before?: GivenPool<bigint>) {
    this.#pool = pool;
    this.prefix = pool.prefix ?? { length: 64, as: 'framed' };
    this.#shift = BigInt(64 - this.prefix.length);
    this.#ranges = rangesOf(pool, this.prefix.length);
    this.#places = new OwnedPlaces(this.#ranges.reduce((sum, range) => sum + range.size, 0));
    before?.each((address, owner) => {
      if (!this.has(address)) return;
      if (owner === 0) this.keepBack(address);
      else this.claim(address, owner);
    });
  }

  get id(): number {
    return this.#pool.id;
  }

  get tenantId(): string {
    return this.#pool.tenantId;
  }

  get size(): number {
    return this.#places.size;
  }

  get used(): number {
    return this.#places.used;
  }

  isFor({ tenantId, ranges, prefix }: AddressPool): boolean {
    const { ranges: had, prefix: hadPrefix } = this.#pool;
    return tenantId === this.tenantId && JSON.stringify([ranges, prefix]) === JSON.stringify([had, hadPrefix]);
  }

  has(prefix: bigint): boolean {
    return this.#indexOf(prefix) >= 0;
  }

  owner(prefix: bigint): number {
    return this.#places.owner(this.#indexOf(prefix));
  }

  each(visit: (prefix: bigint, owner: number) => void): void {
    for (const { first, size, at } of this.#ranges)
      for (let index = 0; index < size; index += 1)
        if (this.#places.wasGiven(at + index))
          visit((first + BigInt(index)) << this.#shift, this.#places.owner(at + index));
  }

  take(before: bigint, owner: number): bigint {
    const index = this.#places.take(before === 0n ? -1 : this.#indexOf(before), owner);
    return index < 0 ? 0n : this.#prefix(index);
  }

  claim(prefix: bigint, owner: number): number {
    return this.#places.claim(this.#indexOf(prefix), owner);
  }

  release(prefix: bigint, owner: number): void {
    this.#places.release(this.#indexOf(prefix), owner);
  }

  reserve(fixed: string): void {
    for (const index of this.#overlapping(fixed)) {
      this.#reserved.set(index, (this.#reserved.get(index) ?? 0) + 1);
      this.#places.reserve(index);
    }
  }

  unreserve(fixed: string): void {
    for (const index of this.#overlapping(fixed)) {
      const left = (this.#reserved.get(index) ?? 1) - 1;
      if (left > 0) this.#reserved.set(index, left);
      else {
        this.#reserved.delete(index);
        this.#places.unreserve(index);
      }
    }
  }

  keepBack(prefix: bigint): void {
    const index = this.#indexOf(prefix);
    if (index >= 0) this.#places.keepBack(index);
  }

  #indexOf(prefix: bigint): number {
    const number = prefix >> this.#shift;
    if (number << this.#shift !== prefix) return -1;
    for (const { first, size, at } of this.#ranges)
      if (number >= first && number - first < size) return at + Number(number - first);
    return -1;
  }

  #prefix(index: number): bigint {
    const range = this.#ranges.find(({ at, size }) => index < at + size)!;
    return (range.first + BigInt(index - range.at)) << this.#shift;
  }

  /** Places that have an address in common with what is written as `2001:db8:1::/48`, whichever of the two is larger. */
  *#overlapping(fixed: string): Generator<number> {
    const [address = '', size] = fixed.split('/');
    const half = parseIpv6(address)?.readBigUInt64BE(0);
    if (half === undefined) return;
    const from = half >> this.#shift;
    const bits = Math.max(0, this.prefix.length - Number(size));
    const to = from + (1n << BigInt(bits)) - 1n;
    for (const { first, size: count, at } of this.#ranges) {
      const end = first + BigInt(count) - 1n;
      for (let number = from > first ? from : first; number <= (to < end ? to : end); number += 1n)
        yield at + Number(number - first);
    }
  }
}

/** Prefixes that are whole. */
function rangesOf(pool: AddressPool, length: number): readonly Range[] {
  const ranges: Range[] = [];
  const step = 1n << BigInt(128 - length);
  let left = MOST;
  for (const { first, last } of pool.ranges) {
    const [from, to] = [addressOf(first), addressOf(last)];
    if (from === undefined || to === undefined || to < from) continue;
    const number = (from + step - 1n) / step;
    const whole = (to + 1n) / step - number;
    const size = whole < left ? whole : left;
    if (size <= 0n) continue;
    ranges.push({ first: number, size: Number(size), at: Number(MOST - left) });
    left -= size;
  }
  return ranges;
}

function addressOf(text: string): bigint | undefined {
  const bytes = parseIpv6(text);
  return bytes && (bytes.readBigUInt64BE(0) << 64n) | bytes.readBigUInt64BE(8);
}
