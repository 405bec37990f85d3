import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

export interface RunningMariadb extends AsyncDisposable {
  readonly port: number;
  /** As root, statement by statement. */
  run(...statements: readonly string[]): Promise<void>;
}

/** Outside of the PATH of ordinary users. */
const SERVER = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/usr/bin/mariadbd'].find((path) => existsSync(path));
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/** A server of Debian's packages, in a folder of its own. */
export async function runningMariadb(): Promise<RunningMariadb> {
  if (SERVER === undefined) throw new Error('mariadbd is not installed');
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  await promisify(execFile)('mariadb-install-db', [
    ...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot],
  ]);
  const port = await freePort();
  const server = spawn(
    SERVER,
    [
      ...['--no-defaults', `--datadir=${data}`, `--socket=${join(folder.path, 'socket')}`, `--port=${port}`],
      ...['--bind-address=127.0.0.1', '--skip-name-resolve', '--innodb-buffer-pool-size=16M', ...asRoot],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const root = { host: '127.0.0.1', port, user: 'root', password: '' };
  const said: string[] = [];
  let ended = false;
  server.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  server.once('exit', () => (ended = true));
  await eventually(() => ended || said.join('').includes('ready for connections'), 'MariaDB is up', 60_000);
  if (ended) throw new Error(said.join(''));
  return {
    port,
    async run(...statements) {
      const connection = await createConnection(root);
      for (const statement of statements) await connection.query(statement);
      await connection.end();
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      folder[Symbol.dispose]();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
