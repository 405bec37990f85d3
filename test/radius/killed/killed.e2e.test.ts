import { expect, test } from 'vitest';
import { killRadiusRounds } from './killRadiusRounds.ts';

test('main, RADIUS process and PostgreSQL killed three times each: what was acknowledged is stored, once, and nothing else', async () => {
  const outcome = await killRadiusRounds({
    rounds: 3,
    perSecond: 500,
    seed: 20_261_121,
    report: (line) => process.stdout.write(`  ${line}\n`),
  });
  const { sent, acknowledged, stored, lost, invented, doubled } = outcome;
  process.stdout.write(`  ${sent} sent, ${acknowledged} acknowledged, ${stored} stored\n`);
  expect({ lost: lost.slice(0, 5), invented: invented.slice(0, 5), doubled: doubled.slice(0, 5) }).toEqual({
    lost: [],
    invented: [],
    doubled: [],
  });
  // Without traffic through it all nothing would have been shown.
  expect(acknowledged).toBeGreaterThan(2_000);
}, 300_000);
