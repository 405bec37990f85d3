import { capacityOf, parseAddressRange } from '#shared/ipPool/addressRange.ts';
import { pieceOf, type IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { StoredIpPool } from './storedIpPool.ts';

/** As people see it, with what it holds. */
export function ipPoolRecord({ tenant: _, ...pool }: StoredIpPool): IpPoolRecord {
  const ranges = pool.ranges.flatMap((text) => parseAddressRange(text) ?? []);
  return { ...pool, capacity: String(capacityOf(ranges, pieceOf(pool))) };
}
