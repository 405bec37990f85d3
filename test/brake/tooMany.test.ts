import { expect, test } from 'vitest';
import { tooMany } from '#server/brake/tooMany.ts';
import { defaultAutomaticLimits } from '#shared/brake/brake.ts';
import { ActorId } from '#shared/values/ids.ts';

const router = (lines: number, before: number, of: number): object => ({
  ...{ id: ActorId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7'), name: 'BRAS-1', lines, before, of },
});
const planned = (lines: number, before: number, served: number, ...routers: object[]): Parameters<typeof tooMany>[1] =>
  ({ lines, before, served, routers }) as never;

test.each([
  [
    'a thirtieth of 30,000 lines on the last day of a month',
    planned(1_000, 0, 30_000, router(400, 0, 9_000)),
    undefined,
  ],
  ['all 15 lines of a very small company', planned(15, 0, 15, router(15, 0, 15)), undefined],
  ['an import whose dates were read wrongly', planned(3_500, 0, 30_000), 'company'],
  ['the same, little by little', planned(21, 3_400, 26_600), 'company'],
  ['more than the company allows at all', planned(5_001, 0, 500_000), 'lines'],
  ['one router that would lose a fifth of its sessions', planned(60, 0, 30_000, router(60, 0, 300)), 'router'],
  ['a router that lost most of that before', planned(5, 50, 30_000, router(5, 50, 250)), 'router'],
  ['twenty of the fifty on a router', planned(20, 0, 30_000, router(20, 0, 50)), undefined],
])('operators 5: cuts that are made by themselves: %s', (_, cuts, beyond) => {
  expect(tooMany(defaultAutomaticLimits, cuts)?.beyond).toBe(beyond);
});
