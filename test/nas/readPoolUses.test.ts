import { expect, test } from 'vitest';
import { readPoolUses } from '#server/nas/vendors/mikrotik/readPoolUses.ts';
import type { NasCommand, NasReplyRow, NasWire } from '#server/nas/vendors/nasDriver.ts';

const read = (pools: readonly NasReplyRow[]) =>
  readPoolUses(
    {
      run: ({ path, queries }: NasCommand) =>
        Promise.resolve(
          path === '/ip/pool/print'
            ? { rows: pools, done: {} }
            : { rows: [], done: { ret: queries?.[0] === 'pool=pppoe' ? '17' : '0' } },
        ),
    } satisfies Pick<NasWire, 'run'> as unknown as NasWire,
    ['pppoe', 'odd'],
    new AbortController().signal,
  );

test('a router that counts its pools itself is believed', async () => {
  expect(await read([{ name: 'pppoe', ranges: '10.0.0.2-10.0.0.254', total: '253', used: '40' }])).toEqual([
    { name: 'pppoe', size: 253, used: 40 },
  ]);
});

test('of an older one the ranges and the addresses given out are counted', async () => {
  expect(await read([{ name: 'pppoe', ranges: '10.0.0.2-10.0.0.254,10.1.0.0/24' }])).toEqual([
    { name: 'pppoe', size: 253 + 256, used: 17 },
  ]);
});

test('other pools, and ranges that are not understood, are left out', async () => {
  expect(
    await read([
      { name: 'guests', ranges: '10.0.0.1' },
      { name: 'odd', ranges: 'pppoe+1' },
    ]),
  ).toEqual([]);
});
