import { expect, test } from 'vitest';
import { changesBetween } from '#server/platform/audit/act.ts';
import { recordAct } from '#server/platform/audit/auditStore.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { readEventsOfActor } from '#server/platform/eventLog/actorEventStore.ts';
import { readEvidence } from '#server/platform/eventLog/evidenceStore.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { seedTenant } from '#test/support/seedTenant.ts';

const id = ActorId.parse('0198fa29-0b0d-7b80-828d-0000000000aa');

test('acts become events in order, with versions of their object and names kept apart as evidence', async () => {
  await using db = await createTestDatabase();
  const {
    tenant,
    users: [userId],
  } = await seedTenant(db);
  const act = { kind: 'user', id, by: userId, at: Date.UTC(2026, 10, 21) } as const;
  await db.database.tenantTx(tenant, (tx) =>
    recordAct(tx, {
      ...act,
      type: 'user.renamed',
      changes: changesBetween({ seniority: 1, zone: 'a' }, { seniority: 2, zone: 'a' }),
      personal: changesBetween({ name: 'Old' }, { name: 'New' }),
    }),
  );
  const second = await db.database.tenantTx(tenant, (tx) =>
    recordAct(tx, { ...act, type: 'user.disabled', facts: { reason: 'left' } }),
  );
  const events = await inTenant(db.database.appPool, tenant, (client) =>
    readEventsOfActor(client, { tenant, kind: 'user', id }, 10),
  );
  expect(events.map(({ type, version, data, actorUser }) => ({ type, version, data, actorUser }))).toEqual([
    { type: 'user.renamed', version: 1, data: { changes: { seniority: { before: 1, after: 2 } } }, actorUser: userId },
    { type: 'user.disabled', version: 2, data: { reason: 'left' }, actorUser: userId },
  ]);
  expect(second).toBe(events[1]?.position);
  const cause = events[0]?.cause;
  if (cause?.kind !== 'evidence') throw new Error('the first act has no evidence');
  const evidence = await db.database.tenantTx(tenant, (tx) => readEvidence(tx, cause.id));
  expect(JSON.parse(Buffer.from(evidence?.bytes ?? []).toString())).toEqual({ name: { before: 'Old', after: 'New' } });
});

test('an act whose transaction fails leaves nothing, and no hole', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const act = { kind: 'branch', id, type: 'branch.added', by: undefined, at: 0 } as const;
  const failing = db.database.tenantTx(tenant, async (tx) => {
    await recordAct(tx, act);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const first = await db.database.tenantTx(tenant, (tx) => recordAct(tx, act));
  const second = await db.database.tenantTx(tenant, (tx) => recordAct(tx, act));
  expect(second).toBe(first + 1);
});
