import { expect, test } from 'vitest';
import { runChaos } from './chaosWorld.ts';

// Four worlds side by side: they mostly wait for the network.
const WORLDS = 8;
const ROUNDS = 255;

test('after every round of chaos every screen shows exactly what the server has', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['CHAOS_SEED'] ?? 20_260);
  const reports = await Promise.all(
    Array.from({ length: WORLDS }, (_, world) => runChaos({ seed: seed + world, rounds: ROUNDS })),
  );
  const sum = (of: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((all, report) => all + of(report), 0);
  expect(sum((report) => report.rounds)).toBe(WORLDS * ROUNDS);
  // The chaos was real, and something was compared in every round.
  expect(sum((report) => report.compared)).toBeGreaterThan(WORLDS * ROUNDS);
  expect(sum((report) => report.cuts)).toBeGreaterThan(100);
  expect(sum((report) => report.shuffled)).toBeGreaterThan(1_000);
  expect(sum((report) => report.restarts)).toBeGreaterThan(5);
});
