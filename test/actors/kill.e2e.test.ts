import { expect, test } from 'vitest';
import { killRounds } from './killRounds.ts';

const nothingWrong = { lost: [], doubled: [], unexpected: [], holes: 0, miscounted: 0 };

test.for([
  { victim: 'server', seed: 11 },
  { victim: 'postgres', seed: 12 },
] as const)('kill -9 of the $victim five times loses and doubles no acknowledged command', async ({ victim, seed }) => {
  const outcome = await killRounds({ victim, rounds: 5, seed });
  expect(outcome).toMatchObject(nothingWrong);
  expect(outcome.acknowledged).toBeGreaterThan(100);
});
