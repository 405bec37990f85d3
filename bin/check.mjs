// Types, lint, format: everything that is said about the sources without running them. Runs on the product's Node.
import { fileURLToPath } from 'node:url';
import { root } from './runtime.mjs';
import { runToEnd } from './runToEnd.mjs';

const steps = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
];

/** Runs all of them even when one fails; answers the names of those that did. */
export async function check() {
  const failed = [];
  for (const { name, args } of steps) {
    const code = await runToEnd(process.execPath, args, { cwd: root });
    if (code !== 0) failed.push(name);
    process.stdout.write(`${name}: ${code === 0 ? 'ok' : 'FAILED'}\n`);
  }
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await check()).length === 0 ? 0 : 1;
