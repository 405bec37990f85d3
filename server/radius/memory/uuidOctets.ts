export const UUID_BYTES = 16;

const DASH = 0x2d;
/** By character code. */
const nibbles = new Uint8Array(128);
for (const [value, digit] of '0123456789abcdef'.split('').entries()) {
  nibbles[digit.charCodeAt(0)] = value;
  nibbles[digit.toUpperCase().charCodeAt(0)] = value;
}

/** The 16 octets of a UUID into `target`. */
export function writeUuid(target: Buffer, at: number, uuid: string): void {
  let from = 0;
  for (let octet = 0; octet < UUID_BYTES; octet += 1) {
    if (uuid.charCodeAt(from) === DASH) from += 1;
    target[at + octet] = (nibbles[uuid.charCodeAt(from)]! << 4) | nibbles[uuid.charCodeAt(from + 1)]!;
    from += 2;
  }
}

export function uuidText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
