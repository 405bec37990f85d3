import { expect, test } from 'vitest';
import { StandingFilter } from '#shared/bulk/standingFilter.ts';

test('bulk work by who is online is refused, rather than done to everybody', () => {
  expect(StandingFilter.safeParse({ online: false }).success).toBe(false);
  expect(StandingFilter.safeParse({ online: true }).success).toBe(false);
  expect(StandingFilter.safeParse({ states: ['active'] }).success).toBe(true);
});
