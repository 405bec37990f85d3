import type { AddressPool } from '../policy/addressPool.ts';

/** A pool of what a session gets of it: an address as a number, or the upper half of a prefix. None is 0 and 0n. */
export interface GivenPool<Address> {
  readonly id: number;
  readonly tenantId: string;
  readonly size: number;
  readonly used: number;
  /** Of the projection that named it last. */
  load: number;
  isFor(pool: AddressPool): boolean;
  has(address: Address): boolean;
  owner(address: Address): number;
  /** Those that somebody has, and with owner 0 those that somebody had. */
  each(visit: (address: Address, owner: number) => void): void;
  take(before: Address, owner: number): Address;
  claim(address: Address, owner: number): number;
  release(address: Address, owner: number): void;
  /** As text: for one subscription for good. */
  reserve(fixed: string): void;
  unreserve(fixed: string): void;
  keepBack(address: Address): void;
}
