import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What postmaster.pid says. That a process of this number lives proves nothing: numbers are used again. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number | undefined;
}

export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Math.abs(Number(lines[0]));
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid === 0) return { pid: 0, port: undefined };
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

/** Whether process `pid` is a postmaster of `cluster`: a program called postgres that was started with `-D cluster`. */
export function isPostmasterOf(cluster: string, pid: number): boolean {
  const line = commandLine(pid);
  if (line === undefined || basename(line[0] ?? '') !== 'postgres') return false;
  const given = line[line.indexOf('-D') + 1];
  return line.includes('-D') && given !== undefined && samePlace(given, cluster);
}

/**
 * Processes of PostgreSQL that still work in `cluster`, the postmaster included. After the postmaster was killed its
 * children may go on for a moment; a new one beside them would ruin the data.
 */
export function processesIn(cluster: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && worksIn(cluster, pid));
}

function worksIn(cluster: string, pid: number): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === cluster && basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')
    );
  } catch {
    return false; // gone meanwhile, or somebody else's
  }
}

function commandLine(pid: number): readonly string[] | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(' ');
  } catch {
    return undefined;
  }
}

function samePlace(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
