import { expect, test } from 'vitest';
import { fuzzReplies } from './replyFuzz.ts';

/** `npm run soak -- routeros` goes on for longer and from other seeds. */
test('a hundred thousand mutated replies leave no caller without an answer', { timeout: 60_000 }, async () => {
  const report = await fuzzReplies(20_261_121, 100_000);
  expect(report.replies).toBe(100_000);
  expect(report.forgotten).toBe(0);
  expect(report.answered).toBeGreaterThan(1_000);
  expect(report.refused).toBeGreaterThan(1_000);
});
