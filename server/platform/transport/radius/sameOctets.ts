/**
 * Compares in a time that does not depend on where the first difference is; without the two views and the call that
 * `timingSafeEqual` would cost for each packet. Both ranges must lie within their bytes.
 */
export function sameOctets(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
  length: number,
): boolean {
  let difference = 0;
  for (let index = 0; index < length; index += 1) difference |= left[leftAt + index]! ^ right[rightAt + index]!;
  return difference === 0;
}
