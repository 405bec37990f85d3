import { parseIpv4 } from '#server/platform/transport/radius/addressText.ts';
import type { AddressPool } from '../policy/addressPool.ts';
import { PoolAddresses } from './poolAddresses.ts';

/** Which address is whose. Pools of different routers may have the same addresses. */
export class AddressTable {
  readonly #pools = new Map<number, PoolAddresses>();
  readonly #byTenant = new Map<string, PoolAddresses[]>();
  /** Addresses that belong to one subscription for good, by tenant: pools leave them out. */
  readonly #fixed = new Map<string, Set<number>>();

  put(pool: AddressPool, load: number): void {
    const before = this.#pools.get(pool.id);
    const now = before?.isFor(pool) === true ? before : new PoolAddresses(pool, before);
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

  /** The one it had before, if nobody else has it; else the one that has been free for longest. 0: there is none. */
  take(pool: number, before: number, owner: number): number {
    return this.#pools.get(pool)?.take(before, owner) ?? 0;
  }

  /** Which of a router's pools (empty: of all of its tenant's) has an address; 0: none. */
  poolOf(tenantId: string, usable: readonly number[], address: number): number {
    for (const pool of this.#byTenant.get(tenantId) ?? [])
      if ((usable.length === 0 || usable.includes(pool.id)) && pool.has(address)) return pool.id;
    return 0;
  }

  /** This very address, as a router says it is in use; whose it was, 0 if nobody's. */
  claim(pool: number, address: number, owner: number): number {
    const addresses = this.#pools.get(pool);
    return addresses?.has(address) === true ? addresses.claim(address, owner) : 0;
  }

  /** 0: nobody's. */
  owner(pool: number, address: number): number {
    const addresses = this.#pools.get(pool);
    return addresses?.has(address) === true ? addresses.owner(address) : 0;
  }

  /** Only if it is this owner's: it may be another's already. */
  release(pool: number, address: number, owner: number): void {
    const addresses = this.#pools.get(pool);
    if (addresses?.has(address) === true) addresses.release(address, owner);
  }

  fix(tenantId: string, address: string): void {
    const value = parseIpv4(address);
    if (value === undefined) return;
    const fixed = this.#fixed.get(tenantId) ?? new Set();
    this.#fixed.set(tenantId, fixed.add(value));
    for (const pool of this.#byTenant.get(tenantId) ?? []) pool.reserve(value);
  }

  unfix(tenantId: string, address: number): void {
    if (this.#fixed.get(tenantId)?.delete(address) !== true) return;
    for (const pool of this.#byTenant.get(tenantId) ?? []) pool.unreserve(address);
  }

  utilisation(): { readonly id: number; readonly size: number; readonly used: number }[] {
    return [...this.#pools.values()].map(({ id, size, used }) => ({ id, size, used }));
  }
}
