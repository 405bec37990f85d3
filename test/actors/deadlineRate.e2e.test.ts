import { expect, test } from 'vitest';
import { deadlineRate } from './deadlineRate.ts';

// A promise about time depends on the machine as well: this runs when no other test does, at a quarter of the promised
// rate; `npm run soak -- deadlines` takes the whole.
test('many deadlines a second fire at most a second late, each once, also for actors at rest', async () => {
  const { set, fired, alarms, latestMs } = await deadlineRate(250, 4);
  expect({ fired, alarms }).toEqual({ fired: set, alarms: set });
  expect(latestMs).toBeLessThanOrEqual(1_000);
}, 120_000);
