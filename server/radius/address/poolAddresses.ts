import { parseIpv4 } from '#server/platform/transport/radius/addressText.ts';
import type { AddressPool } from '../policy/addressPool.ts';
import type { GivenPool } from './givenPool.ts';
import { OwnedPlaces } from './ownedPlaces.ts';

interface Range {
  readonly first: number;
  readonly size: number;
  /** Of its first address. */
  readonly at: number;
}

/** The IPv4 addresses of one pool. */
export class PoolAddresses implements GivenPool<number> {
  readonly #pool: AddressPool;
  readonly #ranges: readonly Range[];
  readonly #places: OwnedPlaces;
  load = 0;

  constructor(pool: AddressPool, before?: GivenPool<number>) {
    this.#pool = pool;
    this.#ranges = rangesOf(pool);
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

  isFor(pool: AddressPool): boolean {
    return pool.tenantId === this.tenantId && JSON.stringify(pool.ranges) === JSON.stringify(this.#pool.ranges);
  }

  has(address: number): boolean {
    return this.#indexOf(address) >= 0;
  }

  owner(address: number): number {
    return this.#places.owner(this.#indexOf(address));
  }

  each(visit: (address: number, owner: number) => void): void {
    for (const { first, size, at } of this.#ranges)
      for (let index = 0; index < size; index += 1)
        if (this.#places.wasGiven(at + index)) visit(first + index, this.#places.owner(at + index));
  }

  take(before: number, owner: number): number {
    const index = this.#places.take(before === 0 ? -1 : this.#indexOf(before), owner);
    return index < 0 ? 0 : this.#address(index);
  }

  claim(address: number, owner: number): number {
    return this.#places.claim(this.#indexOf(address), owner);
  }

  release(address: number, owner: number): void {
    this.#places.release(this.#indexOf(address), owner);
  }

  reserve(fixed: string): void {
    const index = this.#indexOf(parseIpv4(fixed) ?? 0);
    if (index >= 0) this.#places.reserve(index);
  }

  unreserve(fixed: string): void {
    const index = this.#indexOf(parseIpv4(fixed) ?? 0);
    if (index >= 0) this.#places.unreserve(index);
  }

  keepBack(address: number): void {
    const index = this.#indexOf(address);
    if (index >= 0) this.#places.keepBack(index);
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
