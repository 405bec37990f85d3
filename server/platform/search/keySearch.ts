import { compact } from './searchKeys.ts';
import { foldText } from './searchText.ts';

const MOST_TERMS = 5;

/** What somebody typed, as beginnings of search keys: of every term one of its ways to be written must be found. */
export interface KeySearch {
  readonly terms: readonly (readonly string[])[];
}

/**
 * `0722 123-456` is one number and no three words; `AA:BB:CC` and `aabb.cc` are the same beginning of a MAC address;
 * `C-1042` is c1042; leading zeros, which people dial and E.164 leaves out, do not count in numbers.
 */
export function parseKeySearch(typed: string): KeySearch {
  const text = foldText(typed.trim());
  const words = isNumber(text) ? [text.replaceAll(/\s/g, '')] : text.split(/\s+/).filter(Boolean);
  return { terms: [...new Set(words)].slice(0, MOST_TERMS).map(waysToWrite) };
}

function isNumber(text: string): boolean {
  return /^\+?[\d\s().-]{4,}$/.test(text) && /\d{2}/.test(text);
}

function waysToWrite(word: string): string[] {
  const ways = [word];
  if (word.startsWith('#')) return ways;
  const plain = compact(word);
  if (plain !== '' && plain !== word) ways.push(plain);
  const significant = plain.replace(/^0+/, '');
  if (/^0\d+$/.test(plain) && significant !== '') ways.push(significant);
  return ways;
}
