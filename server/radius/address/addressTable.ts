import type { AddressPool } from '../policy/addressPool.ts';
import type { GivenPool } from './givenPool.ts';

export interface PoolUtilisation {
  readonly id: number;
  readonly size: number;
  readonly used: number;
}

/** Which address (or prefix) is whose. Pools of different routers may have the same addresses. */
export class AddressTable<Address, Pool extends GivenPool<Address>> {
  readonly #make: (pool: AddressPool, before: GivenPool<Address> | undefined) => Pool;
  readonly #none: Address;
  readonly #pools = new Map<number, Pool>();
  readonly #byTenant = new Map<string, Pool[]>();
  /** Addresses that belong to one subscription for good, by tenant: pools leave them out. */
  readonly #fixed = new Map<string, Set<string>>();

  constructor(none: Address, make: (pool: AddressPool, before: GivenPool<Address> | undefined) => Pool) {
    this.#none = none;
    this.#make = make;
  }

  get isEmpty(): boolean {
    return this.#pools.size === 0;
  }

  pool(id: number): Pool | undefined {
    return this.#pools.get(id);
  }

  put(pool: AddressPool, load: number): void {
    const before = this.#pools.get(pool.id);
    const now = before?.isFor(pool) === true ? before : this.#make(pool, before);
    now.load = load;
    this.#pools.set(pool.id, now);
    const others = (this.#byTenant.get(pool.tenantId) ?? []).filter((other) => other.id !== pool.id);
    this.#byTenant.set(pool.tenantId, [...others, now]);
    if (now !== before) for (const address of this.#fixed.get(pool.tenantId) ?? []) now.reserve(address);
  }

  removeOthers(load: number): void {
    for (const [id, pool] of this.#pools)
      if (pool.load !== load) {
        this.#pools.delete(id);
        const others = this.#byTenant.get(pool.tenantId)!.filter((other) => other !== pool);
        this.#byTenant.set(pool.tenantId, others);
      }
  }

  /** The one it had before, if nobody else has it; else the one that has been free for longest. */
  take(pool: number, before: Address, owner: number): Address {
    return this.#pools.get(pool)?.take(before, owner) ?? this.#none;
  }

  /** Which of a router's pools (empty: of all of its tenant's) has an address; 0: none. */
  poolOf(tenantId: string, usable: readonly number[], address: Address): number {
    for (const pool of this.#byTenant.get(tenantId) ?? [])
      if ((usable.length === 0 || usable.includes(pool.id)) && pool.has(address)) return pool.id;
    return 0;
  }

  /** This very address, as a router says it is in use; whose it was, 0 if nobody's. */
  claim(pool: number, address: Address, owner: number): number {
    const addresses = this.#pools.get(pool);
    return addresses?.has(address) === true ? addresses.claim(address, owner) : 0;
  }

  /** 0: nobody's. */
  owner(pool: number, address: Address): number {
    const addresses = this.#pools.get(pool);
    return addresses?.has(address) === true ? addresses.owner(address) : 0;
  }

  /** Only if it is this owner's: it may be another's already. */
  release(pool: number, address: Address, owner: number): void {
    const addresses = this.#pools.get(pool);
    if (addresses?.has(address) === true) addresses.release(address, owner);
  }

  /** Somebody who is not here now had it last: others get it when nothing else is free. */
  keepBack(pool: number, address: Address): void {
    this.#pools.get(pool)?.keepBack(address);
  }

  fix(tenantId: string, address: string): void {
    const fixed = this.#fixed.get(tenantId) ?? new Set();
    if (fixed.has(address)) return;
    this.#fixed.set(tenantId, fixed.add(address));
    for (const pool of this.#byTenant.get(tenantId) ?? []) pool.reserve(address);
  }

  unfix(tenantId: string, address: string): void {
    if (this.#fixed.get(tenantId)?.delete(address) !== true) return;
    for (const pool of this.#byTenant.get(tenantId) ?? []) pool.unreserve(address);
  }

  utilisation(): readonly PoolUtilisation[] {
    return [...this.#pools.values()].map(({ id, size, used }) => ({ id, size, used }));
  }
}
