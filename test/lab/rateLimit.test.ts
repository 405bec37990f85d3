import { expect, test } from 'vitest';
import { parseRateLimit, queueFields } from '#lab/nas/mikrotik/radius/rateLimit.ts';

test.for([
  ['128k', '128000/128000', '0/0', '8/8'],
  ['64k/128M', '64000/128000000', '0/0', '8/8'],
  ['64k 256k', '64000/64000', '256000/256000', '8/8'],
  ['64k/64k 256k/256k 128k/128k 10/10', '64000/64000', '256000/256000', '8/8'],
  ['2M/10M 0/0 0/0 0/0 3', '2000000/10000000', '0/0', '3/3'],
  ['5M/20M 8M/30M 4M/16M 10/12 5 1M/2M', '5000000/20000000', '8000000/30000000', '5/5'],
  ['0/0', '0/0', '0/0', '8/8'],
] as const)('%s makes a queue of %s with a burst of %s and priority %s', ([text, rate, burst, priority]) => {
  expect(queueFields(parseRateLimit(text)!)).toMatchObject({
    'max-limit': rate,
    'burst-limit': burst,
    priority,
  });
});

test('a threshold that is missing is the rate, a time that is missing one second', () => {
  expect(queueFields(parseRateLimit('1M/2M 3M/4M')!)).toMatchObject({
    'burst-threshold': '1000000/2000000',
    'burst-time': '1s/1s',
  });
});

test.for([
  '',
  'fast',
  '1M/',
  '1M/fast',
  '1M/2M/3M',
  '-1',
  '1.5M',
  '10G',
  '1M 2M 3M 4 9',
  '1M 2M 3M 4 0',
  '1M 1M 1M 1 8 2M',
  '1M 1M 1M 1 8 1M x',
])('the router refuses %s', (text) => {
  expect(parseRateLimit(text)).toBeUndefined();
});
