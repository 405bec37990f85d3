import { expect, test } from 'vitest';
import { rateText } from '#server/bulk/source/rateText.ts';

const rates = { upBps: 5_000_000, downBps: 10_000_000 };

test.each([
  ['5M/10M', { rates }],
  ['5M', { rates: { upBps: 5_000_000, downBps: 5_000_000 } }],
  ['5000k/10000000', { rates }],
  [
    '5M/10M 8M/16M 4M/8M 16/8 3 1M/2M',
    {
      rates,
      burst: {
        up: { limitBps: 8_000_000, thresholdBps: 4_000_000, seconds: 16 },
        down: { limitBps: 16_000_000, thresholdBps: 8_000_000, seconds: 8 },
      },
      priority: 3,
      limitAt: { upBps: 1_000_000, downBps: 2_000_000 },
    },
  ],
  // A burst that is no faster is none; 0/0 means none.
  ['5M/10M 5M/10M 4M/8M 16/16', { rates }],
  ['5M/10M 0/0 0/0 0/0 5', { rates, priority: 5 }],
  ['0/0', undefined],
  ['fast', undefined],
])('a rate as routers write it: %s', (text, meant) => {
  expect(rateText(text)).toEqual(meant);
});
