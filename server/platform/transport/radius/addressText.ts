/** An IPv4 address as its number, written with dots. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

const DOT = 0x2e - 0x30;

/** The number of an IPv4 address with dots; undefined when it is none. */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let number = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit === DOT && digits > 0 && dots < 3) {
      address = address * 256 + number;
      [number, digits] = [0, 0];
      dots += 1;
    } else if (digit >= 0 && digit <= 9 && (digits === 0 || number > 0)) {
      number = number * 10 + digit;
      digits += 1;
      if (number > 255) return undefined;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? address * 256 + number : undefined;
}

/** 16 octets as RFC 5952 wants them: lower case, the longest run of zeros (the first of equals) shortened. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[at + 2 * index]! << 8) | bytes[at + 2 * index + 1]!);
  const [from, to] = longestZeros(groups);
  const words = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(':');
  return to - from < 2 ? words(groups) : `${words(groups.slice(0, from))}::${words(groups.slice(to))}`;
}

function longestZeros(groups: readonly number[]): readonly [from: number, to: number] {
  let best: readonly [number, number] = [0, 0];
  for (let from = 0; from < groups.length; from += 1) {
    let to = from;
    while (to < groups.length && groups[to] === 0) to += 1;
    if (to - from > best[1] - best[0]) best = [from, to];
  }
  return best;
}

/** The 16 octets of an IPv6 address, also with the last 32 bits as IPv4; undefined when it is none. */
export function parseIpv6(text: string): Buffer | undefined {
  const halves = withoutDots(text)?.split('::');
  if (!halves || halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = [...head!, ...(tail ?? [])];
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  if (tail === undefined ? given.length !== 8 : given.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - given.length }, () => '0');
  const bytes = Buffer.alloc(16);
  [...head!, ...zeros, ...(tail ?? [])].forEach((group, index) => bytes.writeUInt16BE(parseInt(group, 16), 2 * index));
  return bytes;
}

function withoutDots(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const cut = text.lastIndexOf(':') + 1;
  const address = parseIpv4(text.slice(cut));
  if (cut === 0 || address === undefined) return undefined;
  return `${text.slice(0, cut)}${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;
}
