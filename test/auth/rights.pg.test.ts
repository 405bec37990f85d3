import { describe, expect, test, vi } from 'vitest';
import { shippedRoles } from '#server/tenant/shippedRoles.ts';
import {
  asSuperuser,
  dispatcher,
  foreigner,
  freshProduct,
  nextChange,
  nextEnd,
  noc,
  owner,
  roleId,
} from './freshProduct.ts';
import { loggedIn, openBrowser } from './testBrowser.ts';
import { startTestProduct } from './testProduct.ts';

const fresh = freshProduct();

describe('a change of rights', () => {
  test('reaches an open session by the same process and by another', async () => {
    await using elsewhere = await startTestProduct(fresh.db.database);
    const admin = await loggedIn(elsewhere.url, ...owner);
    const victim = await loggedIn(fresh.product.url, ...dispatcher);
    await fresh.product.identity.sessions.authenticate(victim.cookie());

    const wallRole = await roleId(fresh.db, 'Wall');
    const demoted = nextChange(fresh.product);
    expect((await admin.send('POST', `/api/users/${victim.view().userId}/role`, { roleId: wallRole })).status).toBe(
      204,
    );
    expect([...(await demoted).permissions]).toEqual(shippedRoles.wall.permissions);

    const silenced = nextChange(fresh.product);
    await admin.send('PUT', `/api/roles/${wallRole}/permissions`, { permissions: [] });
    expect([...(await silenced).permissions]).toEqual([]);

    const widened = nextChange(fresh.product);
    await admin.send('PUT', `/api/users/${victim.view().userId}/branches`, { branches: 'all' });
    expect((await widened).branches).toBe('all');
    expect(await (await victim.get('/api/session')).json()).toMatchObject({
      permissions: [],
      branches: [],
      roleName: 'Wall',
    });
  });

  test('disabling a user ends the sessions, also in another process', async () => {
    await using elsewhere = await startTestProduct(fresh.db.database);
    const admin = await loggedIn(elsewhere.url, ...owner);
    const victim = await loggedIn(fresh.product.url, ...noc);
    await fresh.product.identity.sessions.authenticate(victim.cookie());
    const ended = nextEnd(fresh.product);
    await admin.send('POST', `/api/users/${victim.view().userId}/disable`);
    expect(await ended).toMatchObject({ why: 'disabled' });
    expect((await victim.get('/api/session')).status).toBe(401);
  });

  test('a revoked session ends, others of the user stay', async () => {
    const admin = await loggedIn(fresh.product.url, ...owner);
    const [one, other] = [await loggedIn(fresh.product.url, ...noc), await loggedIn(fresh.product.url, ...noc)];
    const subject = await fresh.product.identity.sessions.authenticate(one.cookie());
    expect((await admin.send('POST', `/api/sessions/${subject?.sessionId}/revoke`)).status).toBe(204);
    expect((await one.get('/api/session')).status).toBe(401);
    expect((await other.get('/api/session')).status).toBe(200);
    expect((await admin.send('POST', `/api/sessions/${subject?.sessionId}/revoke`)).status).toBe(404);
  });

  test('is noticed within a second while notifications do not arrive', async () => {
    const victim = await loggedIn(fresh.product.url, ...dispatcher);
    await fresh.product.identity.sessions.authenticate(victim.cookie());
    await fresh.db.database.listener.stop();
    const changed = nextChange(fresh.product);
    await asSuperuser(fresh.db, `update lastmile.role set permissions = '{}' where name = 'Dispatcher'`);
    fresh.product.clock.increment(1_000);
    expect((await changed).permissions.size).toBe(0);
  });

  test('that was missed is noticed when the listening connection is made again', async () => {
    const victim = await loggedIn(fresh.product.url, ...dispatcher);
    await fresh.product.identity.sessions.authenticate(victim.cookie());
    const changed = nextChange(fresh.product);
    await asSuperuser(fresh.db, `update lastmile.role set permissions = '{}' where name = 'Dispatcher'`);
    await asSuperuser(
      fresh.db,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '%listen'`,
    );
    expect((await changed).permissions.size).toBe(0);
  });

  test('needs the permission to administer, and stays inside the own company', async () => {
    const target = (await loggedIn(fresh.product.url, ...dispatcher)).view().userId;
    const weak = await loggedIn(fresh.product.url, ...noc);
    const refused = await weak.send('POST', `/api/users/${target}/disable`);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'command/not-permitted' });
    const foreign = await loggedIn(fresh.product.url, ...foreigner);
    expect((await foreign.send('POST', `/api/users/${target}/disable`)).status).toBe(404);
    const ownRole = await roleId(fresh.db, 'Wall');
    expect((await foreign.send('PUT', `/api/roles/${ownRole}/permissions`, { permissions: [] })).status).toBe(404);
    expect((await openBrowser(fresh.product.url).login(...dispatcher)).status).toBe(200);
  });

  test('never leaves a company without an administrator, even when two demote each other at once', async () => {
    const admin = await loggedIn(fresh.product.url, ...owner);
    const { userId } = admin.view();
    for (const send of [
      () => admin.send('POST', `/api/users/${userId}/disable`),
      async () => admin.send('POST', `/api/users/${userId}/role`, { roleId: await roleId(fresh.db, 'Wall') }),
      async () =>
        admin.send('PUT', `/api/roles/${await roleId(fresh.db, 'Owner')}/permissions`, { permissions: ['alarm.view'] }),
    ]) {
      const answer = await send();
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: 'tenant/last-administrator' });
    }
    const second = await loggedIn(fresh.product.url, ...noc);
    expect(
      (await admin.send('POST', `/api/users/${second.view().userId}/role`, { roleId: await roleId(fresh.db, 'Owner') }))
        .status,
    ).toBe(204);
    const both = await Promise.all([
      admin.send('POST', `/api/users/${second.view().userId}/disable`),
      second.send('POST', `/api/users/${userId}/disable`),
    ]);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test('a branch of another company is not given', async () => {
    const admin = await loggedIn(fresh.product.url, ...owner);
    const foreign = (await loggedIn(fresh.product.url, 'sabbir@padma.example', 'padma-demo-only')).view().branches[0]
      ?.id;
    const target = await loggedIn(fresh.product.url, ...dispatcher);
    const answer = await admin.send('PUT', `/api/users/${target.view().userId}/branches`, { branches: [foreign] });
    expect(answer.status).toBe(404);
    expect(await (await target.get('/api/session')).json()).toMatchObject({ branches: [{ name: 'Westlands' }] });
  });
});

test('another role is told apart from other rights of the same role: it closes screens', async () => {
  const admin = await loggedIn(fresh.product.url, ...owner);
  const victim = await loggedIn(fresh.product.url, ...dispatcher);
  await fresh.product.identity.sessions.authenticate(victim.cookie());
  const heard: string[] = [];
  using stop = new DisposableStack();
  stop.defer(fresh.product.identity.sessions.onSubjectChanged((_subject, what) => heard.push(what)));
  const wall = await roleId(fresh.db, 'Wall');
  await admin.send('POST', `/api/users/${victim.view().userId}/role`, { roleId: wall });
  await vi.waitFor(() => expect(heard).toEqual(['role']));
  await admin.send('PUT', `/api/users/${victim.view().userId}/branches`, { branches: 'all' });
  await vi.waitFor(() => expect(heard).toEqual(['role', 'rights']));
});

test('nobody of a suspended company comes in or stays in', async () => {
  const browser = await loggedIn(fresh.product.url, ...noc);
  await asSuperuser(fresh.db, `update lastmile.tenant set suspended_at = '2026-11-21' where slug = 'savanna-fibre'`);
  fresh.product.clock.increment(5_000);
  expect((await browser.get('/api/session')).status).toBe(401);
  expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(401);
  expect((await openBrowser(fresh.product.url).login(...foreigner)).status).toBe(200);
});
