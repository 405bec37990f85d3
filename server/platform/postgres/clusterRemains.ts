import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { isPostmasterOf, processesIn, readPostmasterFile } from './postmasterFile.ts';

const shutdownMs = 60_000;
const orphansMs = 5_000;
const quitMs = 10_000;

/**
 * Clears what a Lastmile that was killed left in `cluster`: a postmaster that still runs is shut down (it would write
 * its log to nobody), its orphaned children are waited for, and a postmaster.pid that names nobody, or a stranger, is
 * removed. A process is only ever signalled after it was seen to be a PostgreSQL of exactly this directory.
 */
export async function clearClusterRemains(cluster: string, log: Logger): Promise<void> {
  const file = readPostmasterFile(cluster);
  if (file !== undefined && isPostmasterOf(cluster, file.pid)) {
    log.warn({ pid: file.pid }, 'the database of an earlier run is still up; shutting it down first');
    await endPostmaster(cluster, file.pid);
  }
  await endOrphans(cluster, log);
  const left = readPostmasterFile(cluster);
  if (left === undefined) return;
  log.warn(
    { pid: left.pid },
    'removed the postmaster.pid of an earlier run; the process it names is not this database',
  );
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** SIGINT is the fast shutdown: sessions end, everything is flushed. SIGQUIT leaves the rest to crash recovery. */
async function endPostmaster(cluster: string, pid: number): Promise<void> {
  const gone = (): boolean => !isPostmasterOf(cluster, pid);
  signal(pid, 'SIGINT');
  if (await within(shutdownMs, gone)) return;
  signal(pid, 'SIGQUIT');
  if (await within(quitMs, gone)) return;
  throw notEnding(cluster, [pid]);
}

async function endOrphans(cluster: string, log: Logger): Promise<void> {
  const gone = (): boolean => processesIn(cluster).length === 0;
  if (await within(orphansMs, gone)) return;
  const orphans = processesIn(cluster);
  log.warn({ pids: orphans }, 'database processes without a postmaster do not end; stopping them');
  for (const pid of orphans) signal(pid, 'SIGQUIT');
  if (await within(quitMs, gone)) return;
  throw notEnding(cluster, processesIn(cluster));
}

function notEnding(cluster: string, pids: readonly number[]): StartRefusal {
  return new StartRefusal(
    `PostgreSQL processes of an earlier run still work in ${cluster} and don't end (PID ${pids.join(', ')}).`,
    ['Wait until they are gone, or find out what they wait for (a disk that hangs), and start again.'],
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function within(limitMs: number, holds: () => boolean): Promise<boolean> {
  const endsAt = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsAt) return false;
    await delay(20);
  }
  return true;
}
