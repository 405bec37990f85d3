import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { runtimeEnvironment } from '#server/platform/config/runtimeEnvironment.ts';
import { createSealer } from '#server/platform/eventLog/sealer.ts';
import { verify } from '#server/platform/eventLog/verifyCommand.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { commitEvents, newEvents } from './events.ts';

const main = join(import.meta.dirname, '../../server/platform/eventLog/verifyMain.ts');

async function run(
  db: TestDatabase,
  ...args: string[]
): Promise<{ readonly broken: boolean; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const { broken } = await verify(db.url, args, (line) => lines.push(line));
  return { broken, lines };
}

const sealAll = (db: TestDatabase): Promise<void> =>
  createSealer({ pool: db.database.systemPool, clock: new SimulatedClock(), mostPerSeal: 10 }).sealAll();

test('a sound log is said to be sound, with its figures', async () => {
  await using db = await createTestDatabase();
  const { tenant, slug } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(25));
  await sealAll(db);
  await commitEvents(db.database, tenant, newEvents(2));
  expect(await run(db)).toEqual({ broken: false, lines: [`${slug}: 27 events, 3 seals, 2 not sealed yet, ok`] });
});

test('a broken log is said to be broken, and where', async () => {
  await using db = await createTestDatabase();
  const { tenant, slug } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(25));
  await sealAll(db);
  await withClient(db.superuserUrl, (client) => client.query('delete from lastmile.event where position = 14'));
  expect(await run(db)).toEqual({
    broken: true,
    lines: [`${slug}: 24 events, 3 seals, 0 not sealed yet, missing: 14, BROKEN at 14 (missing)`],
  });
});

test('a log that was rewritten and sealed anew is given away by a kept head', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(25));
  await sealAll(db);
  const kept = await run(db, '--heads');
  expect(JSON.parse(kept.lines[0]!)).toEqual({ tenant, position: 25, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const folder = await mkdtemp(join(tmpdir(), 'lastmile-heads-'));
  const file = join(folder, 'heads');
  await writeFile(file, kept.lines.join('\n'));
  await commitEvents(db.database, tenant, newEvents(5));
  await sealAll(db);
  expect((await run(db, '--against', file)).broken).toBe(false);
  await withClient(db.superuserUrl, (client) =>
    client.query(`update lastmile.event set kind = 'x' where position = 3; delete from lastmile.event_seal`),
  );
  await sealAll(db);
  expect((await run(db)).broken).toBe(false);
  expect((await run(db, '--against', file)).broken).toBe(true);
  await rm(folder, { recursive: true });
});

test('the command ends with 0, 1 or 2', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(5));
  const exit = (env: Record<string, string>, ...args: string[]): Promise<number | null> =>
    new Promise((done) =>
      spawn(process.execPath, [main, ...args], { env: { ...runtimeEnvironment(), ...env }, stdio: 'ignore' }).once(
        'exit',
        (code) => done(code),
      ),
    );
  expect(await exit({ DATABASE_URL: db.url })).toBe(0);
  await withClient(db.superuserUrl, (client) => client.query('delete from lastmile.event where position = 2'));
  expect(await exit({ DATABASE_URL: db.url })).toBe(1);
  expect(await exit({ DATABASE_URL: db.url }, '--nonsense')).toBe(2);
  expect(await exit({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/none' })).toBe(2);
});
