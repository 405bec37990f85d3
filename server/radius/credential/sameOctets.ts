/**
 * Whether `length` octets of two arrays agree, in a time that does not tell where they differ. For digests of up to 32
 * octets; `timingSafeEqual` would need two views made for each comparison.
 */
export function sameOctets(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): boolean {
  let difference = 0;
  for (let index = 0; index < length; index++) difference |= a[aAt + index]! ^ b[bAt + index]!;
  return difference === 0;
}
