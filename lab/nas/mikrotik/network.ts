/** `10.1.2.3/24` → `10.1.2.0`; anything else as it is. */
export function networkOf(prefix: string): string {
  const [address = '', length = '32'] = prefix.split('/');
  if (!/^\d+(\.\d+){3}$/.test(address)) return address;
  const bits = Number(length);
  const mask = bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0;
  return textOf((numberOf(address) & mask) >>> 0);
}

/** IPv4 address as a number. */
export const numberOf = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

export const textOf = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');

/** Is the IPv4 address in one of the prefixes? */
export function within(address: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => {
    const [, length = '32'] = prefix.split('/');
    return networkOf(`${address}/${length}`) === networkOf(prefix.includes('/') ? prefix : `${prefix}/32`);
  });
}
