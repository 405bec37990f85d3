import { hash } from 'node:crypto';

/**
 * SHA-1 of the first `length` octets of `input`, written to `into` (20 octets) and returned. The one-shot of Node that
 * answers with a string beats SHA-1 in plain TypeScript at every size MS-CHAPv2 needs (0.33 µs against 0.46 for 69 octets,
 * 0.38 against 0.75 for 180), and is three times as fast as the one that answers with a buffer.
 */
export function sha1(
  input: Uint8Array,
  length: number = input.length,
  into: Uint8Array = new Uint8Array(20),
): Uint8Array {
  const digest = hash('sha1', length === input.length ? input : input.subarray(0, length), 'binary');
  for (let index = 0; index < 20; index++) into[index] = digest.charCodeAt(index);
  return into;
}
