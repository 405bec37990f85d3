import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { SetAsideAlarm } from '#server/accounting/setAside/setAsideAlarm.ts';
import { SetAsideDesk } from '#server/accounting/setAside/setAsideDesk.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { BEGAN, loaderWorld, type LoaderWorld } from './loaderWorld.ts';

const worlds: LoaderWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world[Symbol.asyncDispose]();
});

/** One report of two that the database refuses, set aside; and a desk for it. */
async function broken() {
  const world = await loaderWorld();
  worlds.push(world);
  const { tenant, users } = await seedTenant(world.db);
  const told: string[] = [];
  const loader = world.loader();
  const desk = new SetAsideDesk({
    ...{ database: world.db.database, clock: systemClock, loader },
    routers: { find: () => undefined },
    tenants: () => [TenantId.parse(world.tenantId), tenant],
    alarm: new SetAsideAlarm({
      ...{ clock: systemClock, newId: randomUUID },
      ask(envelope: CommandEnvelope) {
        const { type, cause, reason } = envelope.command as { type: string; cause?: string; reason?: string };
        if (envelope.address.tenant === world.tenantId) told.push([type, cause, reason].filter(Boolean).join(' '));
        return Promise.resolve({ ok: true, key: envelope.key } as never);
      },
      onTrouble: () => undefined,
    }),
  });
  await world.rows(`alter table lastmile.line_session add constraint no_bad check (username <> 'bad')`);
  const report = { acctSessionId: '81000001', username: 'bad', octetsIn: 5_000, octetsOut: 70_000 };
  await world.say({ kind: 1, acctSessionId: '81000002' });
  await world.say({ kind: 3, seconds: 60, ...report });
  loader.start();
  await expect.poll(() => loader.figures.setAside, { timeout: 20_000 }).toBe(1);
  const subject = {
    ...{ tenant: TenantId.parse(world.tenantId), userId: UserId.parse(await userOf(world)), branches: 'all' },
    permissions: new Set<Permission>(['radius.view', 'accounting.settle']),
  } as unknown as Subject;
  return { world, loader, desk, told, subject, report, stranger: { ...subject, tenant, userId: users[0] } };
}

async function userOf({ tenantId, rows }: LoaderWorld): Promise<string> {
  const found = await rows<{ id: string }>(`select id from lastmile.app_user where tenant_id = '${tenantId}' limit 1`);
  return found[0]!.id;
}

const events = (world: LoaderWorld) =>
  world.rows<{ type: string; data: object }>(
    `select type, data from lastmile.event where tenant_id = '${world.tenantId}' and type like 'accounting.%' order by position`,
  );

test('what the database refused is listed with what it says, to its own company alone', async () => {
  const { desk, subject, stranger, loader, told } = await broken();
  await desk.refresh('');
  const { entries, total } = await desk.list(subject);
  expect(total).toBe(1);
  expect(entries[0]).toMatchObject({ kind: 'report', beganAt: BEGAN, receivedAt: BEGAN + 60_000 });
  expect(entries[0]).toMatchObject({ error: expect.stringContaining('no_bad'), triedAt: null });
  const said = entries[0]!.facts.map(({ name, value }) => `${name} = ${value}`);
  expect(said).toEqual(
    expect.arrayContaining(['User-Name = bad', 'Acct-Session-Id = 81000001', 'Acct-Session-Time = 60']),
  );
  expect(await desk.list(stranger)).toEqual({ entries: [], total: 0, losses: [] });
  // Nobody can tell whose branch a router is of that is not there.
  const scoped = { ...subject, branches: [BranchId.parse(randomUUID())] };
  expect((await desk.list(scoped)).entries).toEqual([]);
  await expect(desk.discard(stranger, entries[0]!.id, 'mine now')).rejects.toMatchObject({ status: 409 });
  expect(told).toContain('alarm.raise accountingSetAside');
  await loader.stop();
});

test('loaded again it is stored once, by whoever asks first, and the alarm is over', async () => {
  const { desk, subject, world, loader, told, report } = await broken();
  await desk.refresh('');
  const { id } = (await desk.list(subject)).entries[0]!;
  // The cause is there still.
  expect(await desk.retry(subject, id)).toMatchObject({ outcome: 'refused', error: expect.stringContaining('no_bad') });
  expect((await desk.list(subject)).entries[0]).toMatchObject({ triedError: expect.stringContaining('no_bad') });
  await world.rows(`alter table lastmile.line_session drop constraint no_bad`);
  // Meanwhile its session goes on, and is known from a later report.
  await world.say({ ...report, kind: 3, seconds: 120, octetsIn: 9_000, octetsOut: 90_000 });
  await expect.poll(() => loader.open.count).toBe(2);
  const answers = await Promise.allSettled([desk.retry(subject, id), desk.retry(subject, id)]);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toEqual([
    { status: 'fulfilled', value: { outcome: 'loaded' } },
  ]);
  await expect(desk.retry(subject, id)).rejects.toMatchObject({ code: 'accounting/not-set-aside' });
  // And the loader goes on with the session as it is now.
  await world.say({ ...report, kind: 2, seconds: 180, octetsIn: 10_000, octetsOut: 100_000 });
  await expect.poll(() => loader.open.count).toBe(1);
  await loader.stop();
  expect(world.troubles.filter(({ kind }) => kind === 'conflict')).toEqual([]);
  expect(await world.rows(`select kind, seconds from lastmile.accounting_record order by seconds, kind`)).toEqual([
    { kind: 1, seconds: 0 },
    { kind: 3, seconds: 60 },
    { kind: 3, seconds: 120 },
    { kind: 2, seconds: 180 },
  ]);
  expect(
    await world.rows(
      `select seconds, octets_in::int as in, octets_out::int as out, ended_at is not null as over from lastmile.line_session where username = 'bad'`,
    ),
  ).toEqual([{ seconds: 180, in: 10_000, out: 100_000, over: true }]);
  expect(await world.rows(`select sum(octets_in)::int as in from lastmile.usage_day`)).toEqual([{ in: 10_000 }]);
  expect((await desk.list(subject)).total).toBe(0);
  expect(told.at(-1)).toBe('alarm.clear it was loaded');
  expect((await events(world)).map(({ type }) => type)).toContain('accounting.reloaded');
});

test('discarded with a reason it is gone from the list, stays on record, and the alarm is over', async () => {
  const { desk, subject, world, loader, told } = await broken();
  await loader.stop();
  await desk.refresh('');
  const { id } = (await desk.list(subject)).entries[0]!;
  await desk.discard(subject, id, 'a router of the lab');
  expect((await desk.list(subject)).entries).toEqual([]);
  await expect(desk.discard(subject, id, 'again')).rejects.toMatchObject({ code: 'accounting/not-set-aside' });
  await expect(desk.retry(subject, id)).rejects.toMatchObject({ code: 'accounting/not-set-aside' });
  expect(await world.rows(`select outcome from lastmile.accounting_set_aside`)).toEqual([{ outcome: 'discarded' }]);
  expect(await events(world)).toEqual([{ type: 'accounting.discarded', data: { reason: 'a router of the lab' } }]);
  expect(told.at(-1)).toBe('alarm.clear discarded: a router of the lab');
});

test('what the RADIUS server says of sessions of several companies is set aside for each by itself', async () => {
  const { desk, subject, stranger, world, loader } = await broken();
  await world.rows(
    `create function lastmile.refuse() returns trigger language plpgsql as $$ begin raise check_violation using message = 'not today'; end $$`,
  );
  await world.rows(
    `create trigger no_reject before insert on lastmile.reject for each row execute function lastmile.refuse()`,
  );
  const rejected = (tenantId: string) => ({
    ...{ tenantId, nasId: randomUUID(), username: `of ${tenantId}`, reason: 'wrongPassword', count: 3 },
    ...{ firstAt: BEGAN, lastAt: BEGAN },
  });
  await world.journal.say({ kind: 'rejects', entries: [rejected(subject.tenant), rejected(stranger.tenant)] });
  await expect.poll(() => loader.figures.setAside, { timeout: 20_000 }).toBe(2);
  await loader.stop();
  for (const who of [subject, stranger]) {
    const { entries } = await desk.list(who);
    const rejects = entries.filter(({ kind }) => kind === 'rejects');
    expect(rejects.map(({ facts }) => facts.map(({ name }) => name))).toEqual([[`of ${who.tenant}`]]);
  }
});

test('reports that are lost are an alarm of every company until somebody has taken note of them', async () => {
  const { desk, subject, stranger, world, loader, told } = await broken();
  await loader.stop();
  await desk.lost('Segment 7 of journal a is damaged at 4096.');
  await desk.lost('Segment 7 of journal a is damaged at 4096.');
  expect(told).toContain('alarm.raise accountingLost');
  const { losses } = await desk.list(subject);
  expect(losses.map(({ what }) => what)).toEqual(['Segment 7 of journal a is damaged at 4096.']);
  await desk.noteLoss(subject, losses[0]!.id, 'the disk was replaced');
  await expect(desk.noteLoss(subject, losses[0]!.id, 'once more')).rejects.toMatchObject({ status: 404 });
  expect((await desk.list(subject)).losses).toEqual([]);
  expect((await desk.list(stranger)).losses).toHaveLength(1);
  expect(told.at(-1)).toBe('alarm.clear the disk was replaced');
  expect((await events(world)).map(({ type }) => type)).toEqual(['accounting.lossNoted']);
});
