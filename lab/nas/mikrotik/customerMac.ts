import { createHash } from 'node:crypto';

/** Makers of the boxes that people have at home. */
const MAKERS = ['D8:32:14', '48:3F:E9', 'C8:3A:35', '50:64:2B', 'E4:BE:ED', 'F8:8C:21', '98:DE:D0', 'B0:4E:26'];

/** The same customer has the same equipment in every run. */
export function customerMac(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  const own = [hash[1]!, hash[2]!, hash[3]!].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
  return [MAKERS[hash[0]! % MAKERS.length], ...own].join(':');
}
