import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from '#shared/ipPool/address.ts';
import { capacityOf, formatAddressRange, parseAddressRange } from '#shared/ipPool/addressRange.ts';

test.for([
  ['10.0.0.1', '10.0.0.1'],
  ['2001:0DB8::0001', '2001:db8::1'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
] as const)('%s is written %s', ([text, written]) => {
  const address = parseAddress(text);
  expect(address && formatAddress(address)).toBe(written);
});

test.for([
  '',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.01',
  '1.2.3.4.5',
  '1:2:3',
  '1::2::3',
  '12345::',
  ':1',
  '1:2:3:4:5:6:7:8:9',
  'g::',
])('%s is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test('every address is read as it was written', () => {
  const family = fc.constantFrom(4 as const, 6 as const);
  fc.assert(
    fc.property(family, fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (of, any) => {
      const value = of === 4 ? any & 0xffffffffn : any;
      expect(parseAddress(formatAddress({ family: of, value }))).toEqual({ family: of, value });
    }),
  );
});

test.for([
  ['10.0.0.0/24', '10.0.0.0/24', 256n],
  ['10.0.0.0-10.0.0.255', '10.0.0.0/24', 256n],
  ['10.0.0.10 - 10.0.0.19', '10.0.0.10-10.0.0.19', 10n],
  ['10.0.0.7', '10.0.0.7', 1n],
  ['0.0.0.0/0', '0.0.0.0/0', 1n << 32n],
] as const)('%s is %s and holds %s', ([text, written, capacity]) => {
  const range = parseAddressRange(text);
  expect(range && [formatAddressRange(range), capacityOf([range], null)]).toEqual([written, capacity]);
});

test.for(['10.0.0.5/24', '10.0.0.9-10.0.0.1', '10.0.0.1-::1', '10.0.0.0/33', '10.0.0.0/-1', 'a-b', '1-2-3', '/24'])(
  '%s is no range',
  (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  },
);

test('prefixes that do not fit whole are not counted', () => {
  const range = parseAddressRange('2001:db8::1-2001:db8:0:2ff:ffff:ffff:ffff:ffff')!;
  expect(capacityOf([range], 56)).toBe(2n);
});
