#!/usr/bin/env node
// Runs on any Node >= 20 without node_modules: brings node_modules up to date, then continues on the Node that the
// product is written for. Nothing here may import a package.
import { bringUpToDate } from './install.mjs';
import { runtimeEnvironment } from './libatomic.mjs';
import { Problem } from './problem.mjs';
import { root, runtime } from './runtime.mjs';
import { runToEnd } from './runToEnd.mjs';

const commands = {
  start: (args) => node(['server/main.ts', ...args], { tellEnd: true }),
  dev: (args) => node(['bin/dev.mjs', ...args], { tellEnd: true }),
  test: (args) => node(['bin/test.mjs', ...args]),
  check: () => node(['bin/check.mjs']),
  format: () => node(['node_modules/oxfmt/bin/oxfmt']),
  verify: (args) => node(['server/platform/eventLog/verifyMain.ts', ...args]),
  tenant: (args) => node(['server/tenant/tenantMain.ts', ...args]),
  soak: (args) => node(['test/soak/main.ts', ...args]),
  bench: (args) => node(['test/bench/main.ts', ...args]),
};

/** Continues on Node 26. With `tellEnd` the process notices when this one is killed, and stops in order. */
function node(args, options = {}) {
  const file = runtime();
  return runToEnd(file, args, { cwd: root, env: { ...process.env, ...runtimeEnvironment(file) }, ...options });
}

try {
  const [command = '', ...args] = process.argv.slice(2);
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run === undefined)
    throw new Problem(`unknown command "${command}"`, `One of: ${Object.keys(commands).join(', ')}`);
  await bringUpToDate();
  process.exitCode = await run(args);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`\n${error.toText()}\n`);
  process.exitCode = 1;
}
