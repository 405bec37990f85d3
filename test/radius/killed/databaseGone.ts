import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadDefaults } from '../../bench/radius/loadOptions.ts';
import { prepareSubscriptions } from '../../bench/radius/prepareSubscriptions.ts';
import { type LoadFigures, runRadiusLoad } from '../../bench/radius/radiusLoad.ts';
import { untilLoaded } from '../../bench/radius/untilLoaded.ts';
import { readPid } from '../../support/readPid.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { radiusSettings, startServing, untilServed } from './servingProduct.ts';
import { compareFacts, type FactsComparison } from './storedFacts.ts';

export interface DatabaseGoneOptions {
  readonly seconds: number;
  readonly recordsPerSecond: number;
  readonly loginsPerSecond: number;
  readonly report: (line: string) => void;
}

export interface DatabaseGoneOutcome extends FactsComparison {
  /** Of the time without a database. */
  readonly logins: LoadFigures;
  readonly accounting: LoadFigures;
  /** From the return of the database until everything was stored, with reports still coming in. */
  readonly caughtUpMs: number;
}

const USERS = 10_000;
const SECRET = 'testing123';

/** PostgreSQL does not answer any more, as on a disk that hangs; logins and reports go on; then it is there again. */
export async function databaseGone(options: DatabaseGoneOptions): Promise<DatabaseGoneOutcome> {
  const { seconds, recordsPerSecond, loginsPerSecond, report } = options;
  using folder = temporaryFolder();
  const dataDir = folder.path;
  const [acked, sent] = [join(dataDir, 'acked.txt'), join(dataDir, 'sent.txt')];
  await prepareSubscriptions(dataDir, { count: USERS, secret: SECRET }, report);
  const env = await radiusSettings(dataDir);
  await using held = new AsyncDisposableStack();
  held.use(await startServing(env));
  const port = Number(env['LASTMILE_RADIUS_ACCT_PORT']);
  await untilServed(port, SECRET, { acked, sent });
  const running = new AbortController();
  const common = { ...loadDefaults, users: USERS, secret: SECRET, seconds: 36_000, signal: running.signal };
  const reports = { port, rate: recordsPerSecond, retransmitMs: 1_000, timeoutMs: 120_000, acked, sent };
  const accounting = runRadiusLoad({ ...common, ...reports, mode: 'acct' });
  try {
    await pause(2_000);
    const stopped = processesOf(dataDir);
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    const logins = await runRadiusLoad({
      ...common,
      port: Number(env['LASTMILE_RADIUS_AUTH_PORT']),
      ...{ mode: 'pap', rate: loginsPerSecond, seconds, signal: undefined },
    });
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
    report(`without a database for ${seconds} s: ${logins.ok} logins, ${logins.lost} without an answer`);
    const caughtUpMs = Math.round(await untilLoaded(dataDir, { behindAtMost: recordsPerSecond }));
    report(`caught up after ${caughtUpMs} ms, with ${recordsPerSecond} reports a second still coming`);
    running.abort();
    const figures = await accounting;
    await untilLoaded(dataDir);
    return { ...(await compareFacts(dataDir, acked, sent)), logins, accounting: figures, caughtUpMs };
  } finally {
    running.abort();
  }
}

/** The postmaster and what it started. */
function processesOf(dataDir: string): readonly number[] {
  const postmaster = readPid(join(dataDir, 'pg', 'postmaster.pid'));
  if (postmaster === undefined) throw new Error('PostgreSQL does not run');
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === postmaster);
  return [postmaster, ...children];
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
