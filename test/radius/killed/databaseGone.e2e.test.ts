import { expect, test } from 'vitest';
import { databaseGone } from './databaseGone.ts';

test('15 seconds without a database: logins go on, nothing is lost, and the rest is stored soon after (operators 2)', async () => {
  const outcome = await databaseGone({
    seconds: 15,
    recordsPerSecond: 500,
    loginsPerSecond: 200,
    report: (line) => process.stdout.write(`  ${line}\n`),
  });
  const { logins, caughtUpMs, lost, invented, doubled, acknowledged } = outcome;
  expect(logins).toMatchObject({ rejected: 0, lost: 0 });
  expect(logins.ok).toBeGreaterThan(2_000);
  expect(caughtUpMs).toBeLessThan(15_000);
  expect([lost.length, invented.length, doubled.length]).toEqual([0, 0, 0]);
  expect(acknowledged).toBeGreaterThan(5_000);
}, 240_000);
