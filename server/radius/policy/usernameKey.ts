import type { UsernameRules } from '../control/controlMessage.ts';

/** Names are compared in this buffer: `key.bytes` from 0 to `key.length`. */
export interface UsernameKey {
  readonly bytes: Buffer;
  length: number;
}

export const defaultUsernameRules: UsernameRules = { caseSensitive: false, realm: 'keep' };

const AT = 0x40;

/** The name that is compared, by the tenant's rules: without blanks around it, in lower case unless case counts. */
export function usernameKey(
  bytes: Buffer,
  from: number,
  to: number,
  rules: UsernameRules,
  key: UsernameKey,
): UsernameKey {
  let start = from;
  let end = to;
  while (start < end && bytes[start]! <= 0x20) start += 1;
  while (end > start && bytes[end - 1]! <= 0x20) end -= 1;
  if (rules.realm === 'strip') end = beforeRealm(bytes, start, end);
  key.length = end - start;
  for (let index = start; index < end; index += 1) {
    const octet = bytes[index]!;
    if (octet >= 0x80 && !rules.caseSensitive) return wideKey(bytes.toString('utf8', start, end), key);
    key.bytes[index - start] = octet >= 0x41 && octet <= 0x5a && !rules.caseSensitive ? octet | 0x20 : octet;
  }
  return key;
}

function beforeRealm(bytes: Buffer, start: number, end: number): number {
  const at = bytes.subarray(start, end).lastIndexOf(AT);
  return at > 0 ? start + at : end;
}

function wideKey(name: string, key: UsernameKey): UsernameKey {
  key.length = key.bytes.write(name.toLowerCase());
  return key;
}
