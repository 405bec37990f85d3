import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { createLogger } from '#server/platform/log/logger.ts';
import { readCredentials } from '#server/platform/postgres/clusterCredentials.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';
import { isPostmasterOf, processesIn, readPostmasterFile } from '#server/platform/postgres/postmasterFile.ts';
import { canBeNobody, launch, nobody, ownSettings, root } from '../support/launch.ts';
import { treeMs } from '../support/processorTime.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const isRoot = process.getuid?.() === 0;
const silent = createLogger({ level: 'silent', format: 'json' });

async function eventually(holds: () => boolean | Promise<boolean>, timeout = 20_000): Promise<void> {
  await vi.waitFor(async () => expect(await holds()).toBe(true), { timeout, interval: 50 });
}

async function expectReady(url: string): Promise<void> {
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
}

test('Ctrl-C ends it in order with 0, nothing stays behind, the next start is ready within 8 s, and one after kill -9 takes the orphaned database over', async () => {
  using folder = temporaryFolder();
  const env = await ownSettings(folder.path);
  const first = launch({ env });
  await expectReady(await first.ready());
  const cluster = realpathSync(join(folder.path, 'pg'));
  expect(processesIn(cluster).length).toBeGreaterThan(0);
  first.child.kill('SIGINT');
  expect(await first.exited).toBe(0);
  expect(processesIn(cluster)).toEqual([]);
  expect(readPostmasterFile(cluster)).toBeUndefined();

  const startedAt = performance.now();
  const second = launch({ env });
  await second.ready();
  // Processor time where others use the machine as well.
  const tookMs = Math.min(performance.now() - startedAt, treeMs(Number(second.child.pid)));
  expect(tookMs).toBeLessThan(8_000);
  const orphan = readPostmasterFile(cluster)?.pid ?? 0;
  second.child.kill('SIGKILL');
  expect(await second.exited).toBe('SIGKILL');
  expect(isPostmasterOf(cluster, orphan)).toBe(true);

  await using third = launch({ env });
  await expectReady(await third.ready());
  expect(isPostmasterOf(cluster, orphan)).toBe(false);
});

test('Ctrl-C while it is starting ends it with 0, and leaves no database behind', async () => {
  using folder = temporaryFolder();
  const env = await ownSettings(folder.path);
  for (const afterMs of [0, 300, 600]) {
    const start = launch({ env: { ...env, LASTMILE_LOG_LEVEL: 'debug' } });
    await eventually(() => start.output().includes('listening on IPv4 address'));
    setTimeout(() => start.child.kill('SIGINT'), afterMs);
    expect(await start.exited).toBe(0);
    expect(processesIn(realpathSync(join(folder.path, 'pg')))).toEqual([]);
  }
  await using again = launch({ env });
  await again.ready();
});

test('a postmaster.pid whose number now belongs to a stranger is removed, and the stranger lives', async () => {
  using folder = temporaryFolder();
  using otherFolder = temporaryFolder();
  await using other = await startEmbeddedPostgres({ dataDir: otherFolder.path, fsync: false, log: silent });
  const sleeper = spawn('sleep', ['120'], { stdio: 'ignore' });
  try {
    for (const stranger of [sleeper.pid, other.pid()]) {
      const made = await startEmbeddedPostgres({ dataDir: folder.path, fsync: false, log: silent });
      await made.stop();
      const cluster = realpathSync(join(folder.path, 'pg'));
      writeFileSync(join(cluster, 'postmaster.pid'), `${stranger}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n`);
      await using again = await startEmbeddedPostgres({ dataDir: folder.path, fsync: false, log: silent });
      expect(again.pid()).not.toBe(stranger);
      process.kill(Number(stranger), 0);
    }
    expect(other.pid()).toBeDefined();
  } finally {
    sleeper.kill();
  }
});

/** One after the other on the same data, as it is not what these are about. */
const wrapped = temporaryFolder();
afterAll(() => wrapped[Symbol.dispose]());

test('when the process that started it is killed, the server drains and ends', async () => {
  const command = [process.execPath, join(root, 'bin/lastmile.mjs'), 'start'] as const;
  const start = launch({ env: await ownSettings(wrapped.path), command: [...command] });
  const url = await start.ready();
  const cluster = realpathSync(join(wrapped.path, 'pg'));
  start.child.kill('SIGKILL');
  await eventually(
    async () =>
      await fetch(`${url}/readyz`).then(
        () => false,
        () => true,
      ),
  );
  await eventually(() => processesIn(cluster).length === 0);
  await start.exited;
  expect(start.output()).toContain('the parent process ended');
  expect(readPostmasterFile(cluster)).toBeUndefined();
});

test('a signal to npm alone ends the server in order as well', async () => {
  const start = launch({ env: await ownSettings(wrapped.path), command: ['npm', 'start'] });
  const url = await start.ready();
  const cluster = realpathSync(join(wrapped.path, 'pg'));
  start.child.kill('SIGTERM');
  await eventually(() => processesIn(cluster).length === 0);
  await start.exited;
  expect(start.output()).toContain('stopping in order');
  await expect(fetch(url)).rejects.toThrow();
});

test('a Ctrl-C that reaches wrapper and server at once counts once, and the exit code is passed on', async () => {
  const command = [process.execPath, join(root, 'bin/lastmile.mjs'), 'start'] as const;
  const start = launch({ env: await ownSettings(wrapped.path), command: [...command], ownGroup: true });
  await start.ready();
  process.kill(-Number(start.child.pid), 'SIGINT');
  expect(await start.exited).toBe(0);
  expect(start.output()).toContain('stopping in order');
  expect(start.output()).not.toContain('forced to stop');
});

test.skipIf(!isRoot)(
  'root starts it inside a private folder: the database lies where its own user can reach it',
  async () => {
    using folder = temporaryFolder(0o700);
    const env = await ownSettings(join(folder.path, 'data'));
    const link = join(folder.path, 'data', 'pg');
    let place = '';
    try {
      {
        await using first = launch({ env });
        await first.ready();
        expect(lstatSync(link).isSymbolicLink()).toBe(true);
        place = readlinkSync(link);
        expect(statSync(place).uid).not.toBe(0);
      }
      await using again = launch({ env });
      await again.ready();
      expect(readlinkSync(link)).toBe(place);
    } finally {
      if (place.startsWith('/var/lib/lastmile/')) rmSync(dirname(place), { recursive: true, force: true });
    }
  },
);

test.skipIf(!canBeNobody)(
  'an ordinary user without a home can start it, owns what it makes, and root starts that as this user',
  async () => {
    using folder = temporaryFolder(0o777);
    const dataDir = join(folder.path, 'data');
    const env = await ownSettings(dataDir);
    {
      await using first = launch({ env: { ...env, HOME: '/nonexistent' }, ids: nobody });
      await expectReady(await first.ready());
      expect(statSync(join(dataDir, 'pg')).uid).toBe(nobody.uid);
      expect(statSync(dataDir).mode & 0o077).toBe(0);
    }
    {
      await using second = launch({ env });
      await second.ready();
      const pid = readPostmasterFile(join(dataDir, 'pg'))?.pid ?? 0;
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s/m);
    }
    await using third = launch({ env: { ...env, HOME: '/nonexistent' }, ids: nobody });
    await third.ready();
  },
);

const canMount = isRoot && spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0;

test.skipIf(!canMount)(
  'a disk that fills up while it runs is said, and everything goes on once there is space',
  async () => {
    using folder = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600m', 'tmpfs', folder.path]);
    try {
      const filler = join(folder.path, 'filler');
      await using start = launch({ env: await ownSettings(join(folder.path, 'data')) });
      const url = await start.ready();
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'], { stdio: 'ignore' });
      await emptyWal(realpathSync(join(folder.path, 'data', 'pg')));
      await eventually(() => start.output().includes('its disk is full'), 90_000);
      rmSync(filler);
      await eventually(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200, 90_000);
    } finally {
      execFileSync('umount', ['--lazy', folder.path]);
    }
  },
);

/** Asks for segments of the write-ahead log until there is no space for one: PostgreSQL then ends rather than lie. */
async function emptyWal(cluster: string): Promise<void> {
  const url = `postgres://postgres:${readCredentials(cluster).superuser}@127.0.0.1:${readPostmasterFile(cluster)?.port}/lastmile`;
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await expect(async () => {
    for (let segment = 0; segment < 50; segment++) {
      await client.query('select pg_logical_emit_message(true, $1, repeat($2, 4000000))', ['test', 'x']);
      await client.query('select pg_switch_wal()');
    }
  }).rejects.toThrow(/terminat|No space left|ECONNRESET/i);
  await client.end().catch(() => undefined);
}
