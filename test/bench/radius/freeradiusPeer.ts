import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../../support/withClient.ts';
import { type FreeradiusSetUp, freeradius, freeradiusConfig } from './freeradiusConfig.ts';
import { loadDefaults } from './loadOptions.ts';
import { runRadiusLoad } from './radiusLoad.ts';

export interface FreeradiusPeer extends AsyncDisposable {
  readonly authentication: number;
  readonly accounting: number;
}

/** Why there is none to measure beside; undefined: there is one. */
export function noFreeradius(backend: 'files' | 'sql'): string | undefined {
  const needed = [freeradius.program, join(freeradius.modules, 'rlm_files.so')];
  if (backend === 'sql')
    needed.push(join(freeradius.modules, 'rlm_sql_postgresql.so'), join(freeradius.sql, 'schema.sql'));
  const missing = needed.find((file) => !canRead(file));
  return missing === undefined
    ? undefined
    : `${missing} can't be read; as root on Debian: apt-get install freeradius freeradius-postgresql`;
}

function canRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const START_MS = 60_000;

/** FreeRADIUS with the users in memory, or with users and accounting in the database of this URL, which is emptied. */
export async function startFreeradius(options: {
  readonly users: number;
  readonly secret: string;
  readonly authenticationPort: number;
  readonly accountingPort: number;
  readonly database?: string | undefined;
}): Promise<FreeradiusPeer> {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-freeradius-'));
  const { users, secret, authenticationPort, accountingPort, database } = options;
  if (database !== undefined) await fillDatabase(database, users);
  const backend =
    database === undefined ? ({ kind: 'files' } as const) : { kind: 'sql' as const, url: new URL(database) };
  writeSetUp({ directory, authenticationPort, accountingPort, secret, backend }, database === undefined ? users : 0);
  const child = spawn(freeradius.program, ['-f', '-d', directory, '-l', join(directory, 'radius.log')], {
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(options, () => child.exitCode !== null);
  } catch (error) {
    const log = readFileSync(join(directory, 'radius.log'), 'utf8').slice(-2_000);
    await stop();
    throw new Error(`FreeRADIUS did not start:\n${log}`, { cause: error });
  }
  return { authentication: authenticationPort, accounting: accountingPort, [Symbol.asyncDispose]: stop };
}

function writeSetUp(setUp: FreeradiusSetUp, users: number): void {
  const write = (name: string, text: string): void => writeFileSync(join(setUp.directory, name), text, { mode: 0o600 });
  write('radiusd.conf', freeradiusConfig(setUp));
  write('nothing', '');
  write('dictionary', '');
  const lines = Array.from({ length: users }, (_, n) => {
    const six = String(n).padStart(6, '0');
    return `user${six} Cleartext-Password := "pass${six}"\n\tMikrotik-Rate-Limit := "5M/20M",\n\tFramed-Protocol := PPP,\n\tAcct-Interim-Interval := 300\n`;
  });
  write('users', lines.join(''));
}

async function fillDatabase(url: string, users: number): Promise<void> {
  const name = "'user' || lpad(i::text, 6, '0')";
  const from = `from generate_series(0, ${users - 1}) i`;
  await withClient(url, async (client) => {
    await client.query('drop schema public cascade; create schema public');
    await client.query(readFileSync(join(freeradius.sql, 'schema.sql'), 'utf8'));
    for (const sql of [
      `insert into radcheck (username, attribute, op, value) select ${name}, 'Cleartext-Password', ':=', 'pass' || lpad(i::text, 6, '0') ${from}`,
      `insert into radreply (username, attribute, op, value) select ${name}, 'Mikrotik-Rate-Limit', ':=', '5M/20M' ${from}`,
      `insert into radusergroup (username, groupname, priority) select ${name}, 'home', 1 ${from}`,
      `insert into radgroupreply (groupname, attribute, op, value) values ('home', 'Framed-Protocol', ':=', 'PPP'), ('home', 'Acct-Interim-Interval', ':=', '300')`,
      'vacuum analyze',
    ])
      await client.query(sql);
  });
}

async function untilItAnswers(
  { authenticationPort: port, users, secret }: { authenticationPort: number; users: number; secret: string },
  hasEnded: () => boolean,
): Promise<void> {
  const giveUpAt = Date.now() + START_MS;
  while (Date.now() < giveUpAt && !hasEnded()) {
    const tried = await runRadiusLoad({ ...loadDefaults, port, users, secret, window: 1, sockets: 1, seconds: 0.2 });
    if (tried.ok > 0) return;
  }
  throw new Error('no request was accepted');
}
