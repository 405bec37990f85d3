import { createHmac, randomInt } from 'node:crypto';

/** Without letters that are read as digits or as each other. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const count = 10;

/** Ten codes of `xxxxx-xxxxx`, 49 random bits each. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: count }, () => `${part()}-${part()}`);
}

/** What the table holds instead of the code; the hyphen may be left out. Without the key nobody can search for it. */
export function hashOfRecoveryCode(key: Buffer, code: string): Buffer {
  return createHmac('sha256', key)
    .update(`recovery:${code.replace('-', '')}`)
    .digest();
}

function part(): string {
  return Array.from({ length: 5 }, () => letters[randomInt(letters.length)] ?? '').join('');
}
