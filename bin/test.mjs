// npm test: types, lint, format, then every test. Words select the test files with them in their path, options go to
// Vitest. Leaves .tmp/tests.json for .ci/run.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.mjs';
import { root } from './runtime.mjs';
import { runToEnd } from './runToEnd.mjs';
import { countLine, readCounts, resultsFile } from './testCounts.mjs';

mkdirSync(join(root, '.tmp'), { recursive: true });
rmSync(resultsFile, { force: true });

const failed = await check();
const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
const code = await runToEnd(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...reports, ...process.argv.slice(2)],
  { cwd: root },
);
const counts = readCounts();
if (code !== 0 || counts.failed > 0) failed.push('tests');
if (counts.passed + counts.failed === 0) failed.push('no test ran');
if (failed.length > 0) process.stdout.write(`FAILED: ${failed.join(', ')}\n`);
process.stdout.write(`${countLine(counts)}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
