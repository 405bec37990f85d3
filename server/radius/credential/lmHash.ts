import { desEncrypt } from './des.ts';

const constant = Uint8Array.from('KGS!@#$%', (letter) => letter.charCodeAt(0));

/**
 * The first eight octets of the LM hash (RFC 2433 §A.2), the part that MS-CHAP-MPPE-Keys carries: the constant under a key
 * of the first seven characters in upper case. The hash exists for at most 14 characters, and outside of ASCII it depends on
 * a code page that nobody states: zeros then, as for an account that has only an NT hash.
 */
export function lmHashStart(password: string | undefined): Uint8Array {
  const hash = new Uint8Array(8);
  if (password === undefined || !/^[\x20-\x7e]{0,14}$/.test(password)) return hash;
  const key = new Uint8Array(7);
  const upper = password.toUpperCase();
  for (let index = 0; index < Math.min(7, upper.length); index++) key[index] = upper.charCodeAt(index);
  desEncrypt(key, 0, constant, hash, 0);
  return hash;
}
