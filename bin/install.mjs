import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { bundledNode, root } from './runtime.mjs';

const modules = join(root, 'node_modules');
const stamp = join(modules, '.lastmile-installed');
const lock = join(root, '.tmp', 'install.lock');

/** Makes node_modules what package-lock.json says, when it isn't. Another start that is doing so is waited for. */
export async function bringUpToDate() {
  if (isUpToDate()) return;
  requireWritable();
  mkdirSync(join(root, '.tmp'), { recursive: true });
  await takeLock();
  try {
    if (isUpToDate()) return;
    process.stderr.write('Lastmile: installing packages (the first time, and after an update)…\n');
    await runNpm();
    writeFileSync(stamp, wanted());
  } finally {
    rmSync(lock, { force: true });
  }
}

function isUpToDate() {
  const node = bundledNode();
  if (node !== undefined && !existsSync(node)) return false;
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted();
  if (!matchesLock()) return false;
  try {
    writeFileSync(stamp, wanted());
  } catch {
    // A checkout of somebody else: compared again next time.
  }
  return true;
}

/** Packages are per platform: a node_modules that was copied here from another one is not up to date. */
function wanted() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`;
}

/** Whether somebody ran npm by hand: npm's own record has every package of the lock in its version. */
function matchesLock() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
  return locked.every(([path, { version, optional }]) => {
    if (path === '') return true;
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

function requireWritable() {
  try {
    accessSync(root, constants.W_OK);
    if (existsSync(modules)) accessSync(modules, constants.W_OK);
  } catch {
    throw new Problem(
      `its packages are missing or out of date, and you may not write to ${root}.`,
      'Run npm start once as the user who owns that folder.',
    );
  }
}

async function takeLock() {
  for (let told = false; ; await delay(500)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOfLock();
    if (holder === undefined) {
      rmSync(lock, { force: true });
    } else if (!told) {
      told = true;
      process.stderr.write(`Lastmile: another start (PID ${holder}) is installing packages; waiting for it…\n`);
    }
  }
}

/** Undefined when it is gone. */
function holderOfLock() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!(pid > 0)) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}

async function runNpm() {
  // Everything needed is in the tarballs: no install script is run. Nothing is left out because of the user's settings.
  // Warnings are left out: they are about npm's own Node, which isn't the one that runs the product.
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ];
  const npm = npmCommand();
  const child = spawn(npm.file, npm.args.concat(args), {
    cwd: root,
    env: npmEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((ended) => {
    child.once('error', (error) => ended(error.code));
    child.once('exit', (exit, signal) => ended(exit ?? signal));
  });
  if (code === 0) return;
  if (code === 'ENOENT') {
    throw new Problem(
      'npm is not installed (or not on the PATH).',
      'Install Node 20 or newer together with npm, and start again.',
    );
  }
  throw new Problem(
    `the packages could not be installed (npm ci ended with ${code}; its own message is above).`,
    'Without network: connect this machine and start again; what was downloaded is kept.',
    'Behind a proxy or with a registry of your own: configure npm for it (npm config set proxy …, registry …).',
    `Disk full or no right to write: free some space in ${root}, or run it as the folder's owner.`,
  );
}

/** npm by the Node that started it: the one in node_modules is about to be replaced. */
function npmCommand() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli?.endsWith('npm-cli.js') && node !== undefined && !node.startsWith(modules + sep))
    return { file: node, args: [cli] };
  return { file: 'npm', args: [] };
}

function npmEnvironment() {
  const { npm_config_omit: _, NODE_ENV: _mode, ...env } = process.env;
  env.PATH = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(delimiter);
  try {
    accessSync(homedir(), constants.W_OK);
  } catch {
    // A user without a home (nobody, a service): npm would fail over its cache.
    env.npm_config_cache = join(root, '.tmp', 'npm-cache');
  }
  return env;
}
