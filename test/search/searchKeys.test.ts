import { describe, expect, test } from 'vitest';
import { parseKeySearch } from '#server/platform/search/keySearch.ts';
import {
  addressKeys,
  labelKey,
  macKeys,
  nameKeys,
  numberKeys,
  phoneKeys,
  serialKeys,
  usernameKeys,
} from '#server/platform/search/searchKeys.ts';

/** Whether what is typed finds an object with these keys, as the index is asked. */
const finds = (typed: string, keys: readonly string[]): boolean =>
  parseKeySearch(typed).terms.every((ways) => ways.some((way) => keys.some((key) => key.startsWith(way))));

const person = [
  ...nameKeys('Wanjikũ Al-Amin Müller'),
  ...phoneKeys('+254722123456', '722123456'),
  ...numberKeys('C-', 1042),
  labelKey('VIP'),
];
const bangladeshi = [...nameKeys('রহিমা খাতুন'), ...phoneKeys('+8801712345678', '1712345678')];
const line = [
  ...usernameKeys('John.Doe@fibre'),
  ...macKeys('AA:BB:CC:00:11:22'),
  ...addressKeys('10.20.3.4'),
  ...addressKeys('2001:db8::5'),
  ...serialKeys('HWTC1A2B3C4D'),
];

describe('what is typed finds', () => {
  test.for([
    ['wanj', person],
    ['WANJIKU', person],
    ['muller', person],
    ['amin wanjiku', person],
    ['al-amin', person],
    ['alamin', person],
    ['0722 123 456', person],
    ['0722-123', person],
    ['+254 722', person],
    ['00254722', person],
    ['254722123456', person],
    ['722123', person],
    ['C-1042', person],
    ['c1042', person],
    ['1042', person],
    ['#vip', person],
    ['01712 345', bangladeshi],
    ['রহি', bangladeshi],
    ['john.d', line],
    ['doe', line],
    ['aa:bb:cc', line],
    ['AABB.CC00', line],
    ['aa-bb-cc-00', line],
    ['10.20.3', line],
    ['2001:db8:', line],
    ['hwtc1a2b', line],
    ['485754431A2B', line],
    ['1a2b3c4d', line],
  ] as const)('%s', ([typed, keys]) => {
    expect(finds(typed, keys)).toBe(true);
  });

  test.for([
    ['anjiku', person],
    ['wanjiku kamau', person],
    ['0733', person],
    ['vip', person],
    ['10.21', line],
  ] as const)('not for %s', ([typed, keys]) => {
    expect(finds(typed, keys)).toBe(false);
  });
});

test('a very long name makes a bounded number of bounded keys', () => {
  const keys = nameKeys('word '.repeat(500) + 'x'.repeat(5_000));
  expect(keys.length).toBeLessThanOrEqual(12);
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(60);
});
