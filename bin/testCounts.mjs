import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './runtime.mjs';

/** Vitest's own report of the last run. */
export const resultsFile = join(root, '.tmp', 'tests.json');

/** Real counts of the last run; a file that failed before its first test counts as one that failed. */
export function readCounts() {
  if (!existsSync(resultsFile)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const tests = results.testResults.flatMap((file) => file.assertionResults);
  const count = (...states) => tests.filter((test) => states.includes(test.status)).length;
  const broken = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
}

export function countLine({ passed, failed, skipped }) {
  return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${countLine(readCounts())}\n`);
