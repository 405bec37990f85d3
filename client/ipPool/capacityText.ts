import { locale, say } from '../words/words.ts';

/** `254 addresses`, `65,536 prefixes /56`; what no person counts is said as a power of two. */
export function capacityText(capacity: string, delegatedLength: number | null): string {
  const count = BigInt(capacity);
  const bits = count.toString(2).length - 1;
  const text = bits > 40 ? `2^${bits}` : new Intl.NumberFormat(locale()).format(count);
  return delegatedLength === null
    ? say('pool.addresses', { count: text })
    : say('pool.prefixes', { count: text, length: delegatedLength });
}
