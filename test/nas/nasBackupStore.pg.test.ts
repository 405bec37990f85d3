import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as store from '#server/nas/backup/nasBackupStore.ts';
import { insertNas } from '#server/nas/nasStore.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { storedNas } from './watchedRouters.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);

async function startStore() {
  const db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const nas = ActorId.parse(randomUUID());
  await db.database.tenantTx(tenant, (tx) => insertNas(tx, nas, storedNas(), start));
  return {
    nas,
    tx: <T>(work: Parameters<typeof db.database.tenantTx<T>>[1]) => db.database.tenantTx(tenant, work),
    backup: (day: number) => ({
      id: ActorId.parse(randomUUID()),
      takenAt: start + day * DAY,
      reason: 'schedule' as const,
      takenBy: undefined,
      version: undefined,
      text: `day ${day}`,
      sha256: Buffer.alloc(32, day),
      lines: 1,
      bytes: 5,
      added: undefined,
      removed: undefined,
    }),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

test('old backups go, but never one of the newest ten, nor one that was seen lately', async () => {
  await using world = await startStore();
  const { nas, tx, backup } = world;
  const all = Array.from({ length: 14 }, (_, day) => backup(day));
  for (const one of all) await tx((inner) => store.insertBackup(inner, nas, one));
  await tx((inner) => store.backupSeen(inner, all[1]!.id, start + 100 * DAY));
  expect(await tx((inner) => store.dropOldBackups(inner, nas, start + 50 * DAY, 10))).toBe(3);
  const kept = await tx((inner) => store.backupPage(inner, nas, { limit: 50, before: undefined }));
  expect(kept.map(({ takenAt }) => (takenAt - start) / DAY)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 1]);
});

test('a router is due soon after its registration, then when its turn says so', async () => {
  await using world = await startStore();
  const { nas, tx } = world;
  const due = (at: number) => tx((inner) => store.dueBackupTurns(inner, at, 5));
  expect(await due(start - 1)).toEqual([]);
  expect(await due(start + 5 * 60_000)).toMatchObject([{ nas, failures: 0, trouble: undefined }]);
  await tx((inner) =>
    store.putBackupTurn(inner, { nas, nextAt: start + DAY, failures: 2, failedAt: start, trouble: 'no answer' }),
  );
  expect(await due(start + DAY - 1)).toEqual([]);
  expect(await due(start + DAY)).toMatchObject([{ failures: 2, trouble: 'no answer' }]);
});
