export const MAC_BYTES = 6;

/**
 * Reads a MAC address as text from a range: twelve hexadecimal digits, with colons, hyphens or dots anywhere between
 * them, and nothing else (RFC 3580 §3.21 writes hyphens, others anything). False when it is none.
 */
export function readMac(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at = 0): boolean {
  let digits = 0;
  for (let index = from; index < to; index += 1) {
    const octet = bytes[index]!;
    if (octet === 0x3a || octet === 0x2d || octet === 0x2e) continue;
    const digit = hexDigit(octet);
    if (digit < 0 || digits === 2 * MAC_BYTES) return false;
    const place = at + (digits >> 1);
    target[place] = digits % 2 === 0 ? digit << 4 : target[place]! | digit;
    digits += 1;
  }
  return digits === 2 * MAC_BYTES;
}

export function macText(bytes: Uint8Array, at = 0): string {
  return Array.from(bytes.subarray(at, at + MAC_BYTES), (octet) => octet.toString(16).padStart(2, '0')).join(':');
}

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
