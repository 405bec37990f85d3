import { expect, test } from 'vitest';
import { radiusStorm } from './radiusStorm.ts';

test('2,000 sessions lost at once are back within 20 s, accounted to the byte, and leave nothing behind', async () => {
  const outcome = await radiusStorm({
    sessions: 2_000,
    seconds: 6,
    report: (line) => process.stdout.write(`  ${line}\n`),
  });
  const { backAfterMs, worstAnswerMs, sessionsTruly, sessionsStored, zombies, differing, octetsTruly, octetsStored } =
    outcome;
  expect(backAfterMs).toBeLessThan(20_000);
  expect(worstAnswerMs).toBeLessThan(1_000);
  expect(sessionsTruly).toBe(4_000);
  expect(sessionsStored).toBe(4_000);
  expect(zombies).toBe(0);
  expect(differing.slice(0, 5)).toEqual([]);
  expect(octetsStored).toBe(octetsTruly);
  expect(octetsStored).toBeGreaterThan(0n);
}, 300_000);
