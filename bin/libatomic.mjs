import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.mjs';
import { root } from './runtime.mjs';

/** Inside node_modules, so that it goes and comes with what was installed. */
const folder = join(root, 'node_modules', '.lastmile-lib');

/**
 * What the environment needs for `node` to run. From version 25 on, Node's own builds want libatomic, which Debian and
 * Ubuntu have, but don't install: then the system's package is fetched into node_modules. No right of root is needed,
 * and nothing of the system is changed.
 */
export function runtimeEnvironment(node) {
  if (lacks(node, process.env) === undefined) return {};
  const env = { LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter) };
  if (existsSync(folder) && lacks(node, { ...process.env, ...env }) === undefined) return env;
  if (lacks(node, process.env) === 'libatomic.so.1') fetchLibrary();
  const lacking = lacks(node, { ...process.env, ...env });
  if (lacking !== undefined) {
    throw new Problem(
      `Node 26 can't run here: ${lacking} is missing.`,
      'Install it. Debian, Ubuntu: apt-get install libatomic1. Fedora, RHEL: dnf install libatomic.',
      'A system without glibc (Alpine) is not supported: use a Debian image.',
    );
  }
  return env;
}

/** The library that is missing, or what else keeps it from running; undefined when it runs. */
function lacks(node, env) {
  const tried = spawnSync(node, ['--version'], { env, encoding: 'utf8' });
  if (tried.status === 0) return undefined;
  return (
    /loading shared libraries: (\S+):/.exec(tried.stderr ?? '')?.[1] ??
    tried.error?.message ??
    String(tried.stderr).trim()
  );
}

/** Package lists of our own, because the system's may be missing (slim images) and may not be ours to refresh. */
function fetchLibrary() {
  const apt = ['apt-get', 'dpkg-deb'].every((name) => spawnSync(name, ['--version']).status === 0);
  if (!apt) return;
  process.stderr.write('Lastmile: fetching libatomic, which Node needs and this system lacks…\n');
  const work = mkdtempSync(join(tmpdir(), 'lastmile-lib-'));
  try {
    for (const path of ['lists/partial', 'cache/archives/partial', 'unpacked'])
      mkdirSync(join(work, path), { recursive: true });
    const options = [
      `Dir::State::Lists=${work}/lists`,
      `Dir::Cache=${work}/cache`,
      'APT::Sandbox::User=',
      'Acquire::Languages=none',
    ];
    const args = options.flatMap((option) => ['-o', option]);
    const run = (file, rest) =>
      spawnSync(file, rest, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
    if (!run('apt-get', [...args, '-qq', 'update']) || !run('apt-get', [...args, '-qq', 'download', 'libatomic1']))
      return;
    const [archive] = readdirSync(work).filter((name) => name.endsWith('.deb'));
    if (archive === undefined || !run('dpkg-deb', ['-x', archive, 'unpacked'])) return;
    takeLibrary(join(work, 'unpacked'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Debian keeps it under usr/lib/<machine>, the name a link to the versioned file. */
function takeLibrary(unpacked) {
  const [library] = readdirSync(unpacked, { recursive: true }).filter((path) =>
    /\/libatomic\.so\.1\.[\d.]+$/.test(path),
  );
  if (library === undefined) return;
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `.part-${process.pid}`);
  copyFileSync(join(unpacked, library), part);
  renameSync(part, join(folder, 'libatomic.so.1'));
}
