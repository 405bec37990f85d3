import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';
import { launch, type Launched, ownSettings, root } from '../support/launch.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';

/** A database that somebody else runs; each test gets its own database in it and makes its own roles. */
let folder: TemporaryFolder;
let cluster: EmbeddedPostgres;
let database: string;
let counter = 0;

beforeAll(async () => {
  folder = temporaryFolder();
  cluster = await startEmbeddedPostgres({
    dataDir: join(folder.path, 'cluster'),
    fsync: false,
    log: createLogger({ level: 'silent', format: 'json' }),
  });
});

afterAll(async () => {
  await cluster.stop();
  folder[Symbol.dispose]();
});

beforeEach(async () => {
  database = `guarded_${(counter += 1)}`;
  await asSuperuser('postgres', `create database ${database} owner lastmile_owner`);
});

async function asSuperuser(name: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: within(cluster.superuserUrl, name) });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function within(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function as(role: string, password = 'secret-word'): string {
  const changed = new URL(within(cluster.serverUrl, database));
  changed.username = role;
  changed.password = password;
  return changed.href;
}

async function start(env: Record<string, string>): Promise<Launched> {
  return launch({
    env: { ...(await ownSettings(join(folder.path, 'data'))), LASTMILE_LAB: '0', LASTMILE_HTTPS_PORT: 'off', ...env },
  });
}

/** Expects a refusal with these words, and the password of no URL in it. */
async function expectRefusal(env: Record<string, string>, ...words: readonly string[]): Promise<void> {
  const refused = await start(env);
  expect(await refused.exited).toBe(1);
  for (const word of words) expect(refused.output()).toContain(word);
  expect(refused.output()).toContain('What to do:');
  expect(refused.output()).not.toMatch(/^\s+at /m);
  for (const url of [env['DATABASE_URL'], env['LASTMILE_OWNER_DATABASE_URL']]) {
    if (url !== undefined) expect(refused.output()).not.toContain(new URL(url).password);
  }
}

/** So that what follows is the only thing wrong. */
async function migrated(): Promise<void> {
  const owner = within(cluster.ownerUrl, database);
  await migrate(owner, join(root, 'migrations'));
  await grantServerRole(owner, 'lastmile_server');
}

test('a database that cannot be reached', async () => {
  const nobodyListens = await unusedPort();
  const url = `postgres://lastmile_server:secret-word@127.0.0.1:${nobodyListens}/lastmile`;
  await expectRefusal(
    { DATABASE_URL: url },
    `The database at 127.0.0.1:${nobodyListens} can't be reached`,
    'DATABASE_URL',
  );
});

test('a host that does not exist', async () => {
  const url = 'postgres://lastmile_server:secret-word@db.invalid:5432/lastmile';
  await expectRefusal({ DATABASE_URL: url }, "The database at db.invalid:5432 can't be reached");
});

test('a wrong password', async () => {
  await expectRefusal({ DATABASE_URL: as('lastmile_server') }, 'does not accept the password', '"lastmile_server"');
});

test('a wrong password of the owner names the setting it is in', async () => {
  await expectRefusal(
    { DATABASE_URL: within(cluster.serverUrl, database), LASTMILE_OWNER_DATABASE_URL: as('lastmile_owner') },
    'password that LASTMILE_OWNER_DATABASE_URL has',
  );
});

test('a database that does not exist', async () => {
  await expectRefusal({ DATABASE_URL: within(cluster.serverUrl, 'nowhere') }, 'There is no database "nowhere"');
});

test('migrations that have not run, without the owner to run them', async () => {
  await expectRefusal(
    { DATABASE_URL: within(cluster.serverUrl, database) },
    'The database lacks migrations of this release',
    'Set LASTMILE_OWNER_DATABASE_URL',
  );
});

test('roles that row security does not bind, or that miss what they need', async () => {
  await migrated();
  await asSuperuser(
    database,
    `create role guard_super login superuser password 'secret-word'`,
    `create role guard_bypass login bypassrls noinherit password 'secret-word' in role lastmile_app, lastmile_system`,
    `create role guard_climber login noinherit password 'secret-word' in role lastmile_app, lastmile_system, guard_bypass`,
    `create role guard_owners_friend login noinherit password 'secret-word' in role lastmile_app, lastmile_system, lastmile_owner`,
    `create role guard_half login noinherit password 'secret-word' in role lastmile_app`,
    `grant connect on database ${database} to public`,
  );
  await expectRefusal(
    { DATABASE_URL: as('guard_super') },
    '"guard_super"',
    'superuser or has BYPASSRLS',
    'create role',
  );
  await expectRefusal({ DATABASE_URL: as('guard_bypass') }, '"guard_bypass"', 'superuser or has BYPASSRLS');
  await expectRefusal(
    { DATABASE_URL: as('guard_climber') },
    '"guard_climber" of DATABASE_URL can become "guard_bypass"',
  );
  await expectRefusal(
    { DATABASE_URL: as('guard_owners_friend') },
    '"guard_owners_friend"',
    'owns tables, or is a member',
  );
  await expectRefusal({ DATABASE_URL: within(cluster.ownerUrl, database) }, '"lastmile_owner"', 'owns tables');
  await expectRefusal(
    { DATABASE_URL: as('guard_half') },
    '"guard_half" of DATABASE_URL is not a member of lastmile_system',
  );
});

test('a database of a newer release', async () => {
  await migrated();
  await asSuperuser(
    database,
    `insert into lastmile.schema_migration (name, sha256, previous_release) values ('9999_later.sql', '', 'none')`,
  );
  await expectRefusal({ DATABASE_URL: within(cluster.serverUrl, database) }, 'newer release (9999_later.sql');
});

const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

test.skipIf(pgbouncer === undefined).for([
  { mode: 'transaction', ignores: ', options', words: 'leads through a pooler that loses notifications' },
  { mode: 'session', ignores: ', options', words: 'leads through a pooler that drops the options of connections' },
  { mode: 'session', ignores: '', words: 'stands a pooler that does not let this connection through' },
])('a pooler ($mode pooling, ignoring extra_float_digits$ignores)', async ({ mode, ignores, words }) => {
  await migrated();
  await using pooler = await startPooler(String(pgbouncer), mode, ignores);
  await expectRefusal({ DATABASE_URL: pooler.url }, words, 'Let DATABASE_URL point at PostgreSQL itself');
});

async function startPooler(
  file: string,
  mode: string,
  ignores: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await unusedPort();
  const target = new URL(cluster.serverUrl);
  const ini = join(folder.path, `pgbouncer-${mode}.ini`);
  const users = join(folder.path, 'users.txt');
  writeFileSync(users, `"${target.username}" "${target.password}"\n`);
  writeFileSync(
    ini,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${target.port}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
      `auth_type = plain\nauth_file = ${users}`,
      `pool_mode = ${mode}\nignore_startup_parameters = extra_float_digits${ignores}\ndefault_pool_size = 60`,
    ].join('\n'),
  );
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (ids.uid !== undefined) for (const path of [ini, users]) chownSync(path, ids.uid, ids.gid);
  const child: ChildProcess = spawn(file, ['-q', ini], { ...ids, cwd: root, stdio: 'ignore' });
  const exited = new Promise((done) => child.once('exit', done));
  const url = new URL(within(cluster.serverUrl, database));
  url.port = String(port);
  await answers(url.href);
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      child.kill('SIGQUIT');
      await exited;
    },
  };
}

async function answers(url: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const client = new pg.Client({ connectionString: url });
        client.on('error', () => undefined);
        return await client.connect().then(
          async () => (await client.end(), 'yes'),
          (error: unknown) => String(error),
        );
      },
      { timeout: 10_000 },
    )
    .toBe('yes');
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
