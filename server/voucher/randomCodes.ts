import { randomBytes } from 'node:crypto';

/** Draws codes of `length` signs without end, none twice, each sign with the same chance. */
export function* randomCodes(signs: string, length: number): Generator<string, never> {
  const sign = randomSigns(signs);
  const drawn = new Set<string>();
  for (;;) {
    const code = Array.from({ length }, () => sign.next().value).join('');
    if (drawn.has(code)) continue;
    drawn.add(code);
    yield code;
  }
}

/** Octets beyond the last multiple of the number of signs would favour some of them: they are thrown away. */
function* randomSigns(signs: string): Generator<string, never> {
  const fair = 256 - (256 % signs.length);
  for (;;) {
    for (const octet of randomBytes(4096)) if (octet < fair) yield signs[octet % signs.length] ?? '';
  }
}
