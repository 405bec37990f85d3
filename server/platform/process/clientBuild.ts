import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Logger } from '../log/logger.ts';
import { StartRefusal } from './startRefusal.ts';

export interface ClientBuildOptions {
  /** The folder with package.json. */
  readonly root: string;
  /** Where the client goes when this user may not write to `root`. */
  readonly dataDir: string;
  readonly log: Logger;
  /** Replaceable for tests: fills the folder it is given. */
  readonly build?: (outDir: string) => Promise<void>;
}

const sources = ['client', 'shared', 'package-lock.json'];
const stampFile = 'built-from';

/**
 * Builds the client when its sources have other contents than at the last build, and answers the folder to serve. The
 * finished build takes the place of the old one in one step, so a page that is being loaded never meets half of it.
 * Throws StartRefusal when it fails.
 */
export async function buildClientIfChanged(options: ClientBuildOptions): Promise<string> {
  const places = [join(options.root, 'dist'), options.dataDir];
  const wanted = contentHash(options.root);
  const present = places.map((place) => join(place, 'client')).find((folder) => builtFrom(folder) === wanted);
  if (present !== undefined) return present;
  const startedAt = performance.now();
  const target = join(places.find(isWritable) ?? options.dataDir, 'client');
  const growing = `${target}.${process.pid}`;
  removeRemnants(target);
  try {
    await (options.build ?? ((outDir) => runVite(options.root, outDir)))(growing);
    writeFileSync(join(growing, stampFile), wanted);
    takePlace(growing, target);
  } catch (error) {
    rmSync(growing, { recursive: true, force: true });
    throw new StartRefusal(
      `The client could not be built: ${error instanceof Error ? error.message : String(error)}`,
      [
        'If a source was changed: the message above names it.',
        'Otherwise install again: remove node_modules, then npm start.',
      ],
      { cause: error },
    );
  }
  options.log.info({ tookMs: Math.round(performance.now() - startedAt) }, 'the client was built');
  return target;
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false; // a checkout of somebody else
  }
}

/** Names and contents of everything the client is built from. */
export function contentHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(root, source)).toSorted()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): readonly string[] {
  if (!existsSync(join(root, path))) return [];
  if (path.endsWith('.json')) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Builds that were killed; the number is that of the process which ran them. */
function removeRemnants(target: string): void {
  const prefix = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid > 0 && !isAlive(pid)) rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function builtFrom(target: string): string | undefined {
  const stamp = join(target, stampFile);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** Two starts may build at once (their builds are equal): whoever is later replaces the earlier one's. */
function takePlace(growing: string, target: string): void {
  const old = `${growing}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(growing, target);
  rmSync(old, { recursive: true, force: true });
}

/** In a process of its own: bundling would hold up everything else in this one. */
async function runVite(root: string, outDir: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin/buildClient.mjs'), outDir], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithUs = (): boolean => child.kill();
  process.once('exit', endWithUs);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const code = await new Promise<number | NodeJS.Signals | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', (exit, signal) => done(exit ?? signal));
  });
  process.off('exit', endWithUs);
  if (code !== 0) throw new Error(said.trim() || `the build ended with ${code}`);
}
