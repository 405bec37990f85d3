import { foldText } from './searchText.ts';

/** Longer words are found by their beginning all the same. */
const MOST_LETTERS = 60;
const MOST_WORDS = 12;

const separators = /[^\p{L}\p{M}\p{N}]+/u;

/** Words of a name: `Al-Amin Wanjikũ` is found by al, amin, alamin and wanjiku. */
export function nameKeys(name: string): string[] {
  const words = foldText(name)
    .split(/\s+/)
    .flatMap((word) => {
      const parts = word.split(separators).filter(Boolean);
      return parts.length > 1 ? [...parts, parts.join('')] : parts;
    });
  return bounded(words.slice(0, MOST_WORDS));
}

/** Of a number in E.164: all digits, those within the country where they are known, and the last nine. */
export function phoneKeys(e164: string, nationalNumber?: string): string[] {
  const digits = e164.replaceAll(/\D/g, '');
  return bounded([digits, digits.slice(-9), ...(nationalNumber === undefined ? [] : [nationalNumber])]);
}

/** A username as it is written, and its further words. */
export function usernameKeys(username: string): string[] {
  const whole = foldText(username.trim());
  return bounded([whole, ...whole.split(separators).slice(1)]);
}

/** The twelve digits of a MAC address, however it is written. */
export function macKeys(mac: string): string[] {
  return bounded([mac.toLowerCase().replaceAll(/[^0-9a-f]/g, '')]);
}

/** An IPv4 address, or an IPv6 address or prefix as RFC 5952 writes it. */
export function addressKeys(address: string): string[] {
  return bounded([address.toLowerCase()]);
}

/** A human number: C-1042 is found by 1042, c1042 and c-1042. */
export function numberKeys(prefix: string, number: number | bigint): string[] {
  return bounded([`${compact(prefix.toLowerCase())}${number}`, String(number)]);
}

/** A code of the company's own, as a whole and by its parts. */
export function codeKeys(code: string): string[] {
  return bounded([compact(foldText(code)), ...nameKeys(code)]);
}

/**
 * A serial number; one of a PON ONU (ITU-T G.984.3: four letters, eight hexadecimal digits) also as the sixteen digits
 * that some equipment shows, and by the eight that are printed large.
 */
export function serialKeys(serial: string): string[] {
  const plain = compact(foldText(serial));
  const onu = /^([a-z]{4})([0-9a-f]{8})$/.exec(plain);
  if (!onu) return bounded([plain]);
  const [, vendor = '', digits = ''] = onu;
  return bounded([plain, `${Buffer.from(vendor.toUpperCase(), 'latin1').toString('hex')}${digits}`, digits]);
}

/** Of a label; typed with its # it is nothing else. */
export function labelKey(label: string): string {
  return `#${foldText(label)}`.slice(0, MOST_LETTERS);
}

/** Without anything but letters and digits. */
export function compact(text: string): string {
  return text.split(separators).join('');
}

function bounded(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.slice(0, MOST_LETTERS)).filter(Boolean))];
}
