import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '#server/platform/config/settings.ts';
import { canBeNobody, launch, nobody, ownSettings } from '../support/launch.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const isRoot = process.getuid?.() === 0;

test('--help lists every setting and starts nothing', async () => {
  using folder = temporaryFolder();
  const help = launch({ args: ['--help'], env: await ownSettings(join(folder.path, 'data')) });
  expect(await help.exited).toBe(0);
  for (const name of Object.keys(settings.shape)) expect(help.output()).toContain(name);
  expect(readdirSync(folder.path)).toEqual([]);
});

test('wrong settings are all named, nothing is touched', async () => {
  using folder = temporaryFolder();
  const env = {
    ...(await ownSettings(join(folder.path, 'data'))),
    LASTMILE_HTTP_PORT: 'http',
    LASTMILE_LAB: 'perhaps',
  };
  const start = launch({ env });
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain('LASTMILE_HTTP_PORT=http must be a port number');
  expect(start.output()).toContain('LASTMILE_LAB=perhaps must be 1 or 0');
  expect(readdirSync(folder.path)).toEqual([]);
});

test.for(['LASTMILE_HTTP_PORT', 'LASTMILE_HTTPS_PORT', 'LASTMILE_SYSLOG_PORT', 'LASTMILE_LAB_PORT'])(
  'a taken %s is said before anything is touched',
  async (setting) => {
    using folder = temporaryFolder();
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const taken = other.address();
    const port = typeof taken === 'object' && taken ? taken.port : 0;
    const env = { ...(await ownSettings(join(folder.path, 'data'))), [setting]: String(port) };
    try {
      const start = launch({ env });
      expect(await start.exited).toBe(1);
      expect(start.output()).toContain(`Port ${port} on 127.0.0.1`);
      expect(start.output()).toContain('is in use by another program');
      expect(start.output()).toContain(`What to do:`);
      expect(start.output()).toContain(`${setting}=`);
      expect(existsSync(join(folder.path, 'data'))).toBe(false);
    } finally {
      await new Promise((done) => other.close(done));
    }
  },
);

test('an address that is not of this machine is refused by name', async () => {
  using folder = temporaryFolder();
  const start = launch({ env: { ...(await ownSettings(join(folder.path, 'data'))), LASTMILE_HTTP_HOST: '192.0.2.1' } });
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain('LASTMILE_HTTP_HOST=192.0.2.1 is not an address of this machine');
});

test('a data directory in use is left to the one that runs, under any name', async () => {
  using folder = temporaryFolder();
  const dataDir = join(folder.path, 'data');
  await using first = launch({ env: await ownSettings(dataDir) });
  const url = await first.ready();
  execFileSync('ln', ['-s', dataDir, join(folder.path, 'alias')]);
  for (const name of ['data', 'alias']) {
    const second = launch({ env: await ownSettings(join(folder.path, name)) });
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('is in use by a Lastmile that is running');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }
});

test('a data directory that is a file is refused', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'file');
  execFileSync('touch', [file]);
  const start = launch({ env: await ownSettings(file) });
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain(`The data directory ${file} can't be used`);
});

test('files in place of the database are not overwritten', async () => {
  using folder = temporaryFolder();
  const pg = join(folder.path, 'data', 'pg');
  mkdirSync(pg, { recursive: true });
  execFileSync('touch', [join(pg, 'precious')]);
  const start = launch({ env: await ownSettings(join(folder.path, 'data')) });
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain('holds files, but no database');
  expect(readdirSync(pg)).toEqual(['precious']);
});

test.skipIf(!canBeNobody)(
  'a data directory made by root is refused to another user, and still works for root',
  async () => {
    using folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const env = await ownSettings(dataDir);
    {
      await using first = launch({ env });
      await first.ready();
    }
    const stranger = launch({ env: { ...env, HOME: '/nonexistent' }, ids: nobody });
    expect(await stranger.exited).toBe(1);
    expect(stranger.output()).toContain(`The data directory ${dataDir} can't be read and written by you`);
    expect(stranger.output()).toContain('Start Lastmile as the user who made it');
    await using again = launch({ env });
    await again.ready();
  },
);

test.skipIf(!canBeNobody)('an opened data directory whose database is of another user is refused as well', async () => {
  using folder = temporaryFolder();
  const dataDir = join(folder.path, 'data');
  mkdirSync(join(dataDir, 'pg'), { recursive: true });
  chmodSync(dataDir, 0o777);
  const stranger = launch({ env: { ...(await ownSettings(dataDir)), HOME: '/nonexistent' }, ids: nobody });
  expect(await stranger.exited).toBe(1);
  expect(stranger.output()).toContain('its database belongs to them');
});

test.skipIf(!canBeNobody)('a user that the system has no name for is told so', async () => {
  using folder = temporaryFolder(0o777);
  const env = { ...(await ownSettings(join(folder.path, 'data'))), HOME: '/nonexistent' };
  const start = launch({ env, ids: { uid: 54_321, gid: 54_321 } });
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain('user 54321 is not in /etc/passwd');
  expect(start.output()).toContain('set DATABASE_URL');
});

const canMount = isRoot && spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0;

test.skipIf(!canMount)('a full disk is said before anything is written', async () => {
  using folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', folder.path]);
  try {
    const start = launch({ env: await ownSettings(join(folder.path, 'data')) });
    expect(await start.exited).toBe(1);
    expect(start.output()).toMatch(/The disk of \S+ is full: \d+ MB are free, at least \d+ MB are needed/);
    expect(readdirSync(join(folder.path, 'data'))).toEqual([]);
  } finally {
    execFileSync('umount', [folder.path]);
  }
});
