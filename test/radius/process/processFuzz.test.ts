import { expect, test } from 'vitest';
import { fuzzProcess } from './processFuzz.ts';

test('20,000 mutated requests: nothing breaks, and nobody is let in who should not be', async () => {
  const { packets, accepted, acknowledged, wrong } = await fuzzProcess(20_261_121, 20_000);
  expect(wrong).toEqual([]);
  expect(packets).toBe(20_000);
  // Some are still right after their mutation: without them nothing would have been shown.
  expect(accepted).toBeGreaterThan(50);
  expect(acknowledged).toBeGreaterThan(50);
}, 120_000);
