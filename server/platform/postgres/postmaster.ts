import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import { clusterSettings } from './clusterSettings.ts';
import type { OsAccount } from './osAccount.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';

/** Why the database process ended. */
export interface PostmasterExit {
  /** Exit code or signal name. */
  readonly how: string;
  /** The disk was full: PostgreSQL stops rather than forget what it promised. */
  readonly diskFull: boolean;
  /** Its port was taken between choosing and binding. */
  readonly portTaken: boolean;
  /** The last lines of its log, at most 20. */
  readonly lastLines: readonly string[];
}

export interface Postmaster {
  readonly pid: number;
  readonly exited: Promise<PostmasterExit>;
  running(): boolean;
  /** `fast`: sessions end, everything is flushed; after a minute as `immediate`: recovery at the next start does the rest. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
}

export interface PostmasterInput {
  readonly binaries: PostgresBinaries;
  readonly account: OsAccount;
  readonly cluster: string;
  readonly port: number;
  readonly fsync: boolean;
  readonly log: Logger;
}

const shutdownMs = 60_000;
const keptLines = 20;

/** In a session of its own, so that Ctrl-C of the terminal reaches Lastmile alone, which stops the database last. */
export async function startPostmaster(input: PostmasterInput): Promise<Postmaster> {
  const settings = Object.entries(clusterSettings(input)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(input.binaries.postgres, ['-D', input.cluster, ...settings], {
    ...input.account.ids,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    logLine(input.log, line);
  });
  let ended = false;
  const exited = new Promise<PostmasterExit>((done) => {
    child.once('exit', () => (ended = true));
    // 'close' comes when the log is read to its end as well; backends may hold it a little longer than the postmaster.
    child.once('exit', (code, signal) => setTimeout(() => done(describe(String(code ?? signal), lastLines)), 50));
  });
  await new Promise<void>((started, failed) => child.once('spawn', started).once('error', failed));
  const pid = child.pid;
  if (pid === undefined) throw new Error('the database process has no PID');
  const running = (): boolean => !ended;
  const stop = async (how: 'fast' | 'immediate' = 'fast'): Promise<void> => {
    if (running()) child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    const limit = new AbortController();
    const late = delay(shutdownMs, 'late' as const, { signal: limit.signal }).catch(() => 'ended' as const);
    if ((await Promise.race([exited, late])) === 'late' && running()) child.kill('SIGQUIT');
    await exited;
    limit.abort();
  };
  return { pid, exited, running, stop };
}

function describe(how: string, lastLines: readonly string[]): PostmasterExit {
  const text = lastLines.join('\n');
  return {
    how,
    diskFull: text.includes('No space left on device'),
    portTaken: text.includes('could not create any TCP/IP sockets'),
    lastLines: [...lastLines],
  };
}

/** PostgreSQL's own levels; FATAL is the end of one session (often: still starting up), PANIC that of all. */
function logLine(log: Logger, line: string): void {
  const level = /^([A-Z]+):/.exec(line)?.[1];
  const fields = { line };
  if (level === 'PANIC') log.error(fields, 'database');
  else if (level === 'WARNING') log.warn(fields, 'database');
  else log.debug(fields, 'database');
}
