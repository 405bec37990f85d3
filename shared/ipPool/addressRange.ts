import { formatAddress, parseAddress } from './address.ts';

/** First and last, both included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** `10.0.0.10-10.0.0.200`, `10.0.0.0/24`, `2001:db8::/40` or one address; undefined for what is none of them. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [from = '', to, ...more] = text.split('-').map((part) => part.trim());
  if (more.length > 0) return undefined;
  if (to === undefined) return from.includes('/') ? parseNetwork(from) : between(from, from);
  return between(from, to);
}

function between(from: string, to: string): AddressRange | undefined {
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (!first || !last || first.family !== last.family || first.value > last.value) return undefined;
  return { family: first.family, first: first.value, last: last.value };
}

/** All addresses of a network. One written with host bits set (10.0.0.5/24) is refused: it may be meant as an address. */
function parseNetwork(text: string): AddressRange | undefined {
  const [base = '', length = '', ...more] = text.split('/');
  const address = parseAddress(base);
  if (!address || more.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  if (Number(length) > bits) return undefined;
  const hostMask = (1n << BigInt(bits - Number(length))) - 1n;
  if ((address.value & hostMask) !== 0n) return undefined;
  return { family: address.family, first: address.value, last: address.value | hostMask };
}

/** As short as it can be said: a network where it is one, otherwise first-last. */
export function formatAddressRange({ family, first, last }: AddressRange): string {
  const start = formatAddress({ family, value: first });
  if (first === last) return start;
  const size = last - first + 1n;
  const hostBits = size.toString(2).length - 1;
  const isNetwork = size === 1n << BigInt(hostBits) && first % size === 0n;
  if (isNetwork) return `${start}/${(family === 4 ? 32 : 128) - hostBits}`;
  return `${start}-${formatAddress({ family, value: last })}`;
}

/** How many addresses, or prefixes of the delegated length, the ranges hold; prefixes that are not whole do not count. */
export function capacityOf(ranges: readonly AddressRange[], delegatedLength: number | null): bigint {
  const step = delegatedLength === null ? 1n : 1n << BigInt(128 - delegatedLength);
  return ranges.reduce((sum, { first, last }) => {
    const [from, until] = [(first + step - 1n) / step, (last + 1n) / step];
    return sum + (until > from ? until - from : 0n);
  }, 0n);
}

export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}
