import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { CarriedOut } from '#server/platform/approvals.ts';
import { requireSubject } from '#server/platform/auth/accessControl.ts';
import type { Feature } from '#server/platform/feature.ts';
import { replyProblem } from '#server/platform/http/replyProblem.ts';
import { LimitedActsReport } from '#shared/approval/report.ts';
import { ApprovalHistory } from '#shared/approval/view.ts';
import { RoleList } from '#shared/tenant/roles.ts';
import { ActorId } from '#shared/values/ids.ts';
import { asSuperuser, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import {
  freshAdministration,
  startAdministration,
  type AdministrationOptions,
} from '../tenant/administrationProduct.ts';

const target = ActorId.parse('0198fa29-0b0d-7b80-828d-00000000000c');
const achieng = ['achieng@savanna.example', 'savanna-demo-only'] as const;

/** A feature with two acts: one in a transaction, one sent elsewhere. */
interface Machines {
  readonly sent: string[];
  answer: () => Promise<CarriedOut>;
}

function machines(made: Machines): NonNullable<AdministrationOptions['more']> {
  return ({ approvals: { approvals }, clock }) => {
    approvals.register('machine.reboot', {
      permission: 'nas.operate',
      payload: z.object({ machine: z.string() }),
      describe: async (_tx, { payload }) => ({ subjectName: payload.machine, details: { what: 'reboot' } }),
      async send(request) {
        made.sent.push(request.key);
        return await made.answer();
      },
    });
    approvals.register('machine.reveal', {
      permission: 'nas.viewSecrets',
      payload: z.object({}),
      lastsMs: 60_000,
      async carryOut() {
        made.sent.push(`revealed ${clock.now()}`);
        return await made.answer();
      },
    });
    const feature: Feature = {
      name: 'machines',
      routes: (app) => {
        const body = z.object({ reason: z.string().optional(), amount: z.int().default(1) });
        for (const [act, permission] of [
          ['reboot', 'nas.operate'],
          ['reveal', 'nas.viewSecrets'],
        ] as const) {
          app.post(
            `/api/machine/${act}`,
            { config: { access: permission }, schema: { body } },
            async (request, reply) => {
              const { reason, amount } = request.body;
              const payload = act === 'reboot' ? { machine: 'core-1' } : {};
              const ask = { act: `machine.${act}`, subjectKind: 'machine', subjectId: target, payload, reason, amount };
              const used = await approvals.useOrRequest(requireSubject(request), ask);
              if (used.outcome === 'refused') throw replyProblem(used.refusal);
              return await reply.code(used.outcome === 'allowed' ? 204 : 202).send(used);
            },
          );
        }
      },
    };
    return [feature];
  };
}

const made: Machines = { sent: [], answer: () => Promise.resolve({ ok: true }) };
const options = { more: machines(made) };
const fresh = freshAdministration(options);

async function prepare(): Promise<{ admin: TestBrowser; asker: TestBrowser }> {
  made.sent.length = 0;
  made.answer = () => Promise.resolve({ ok: true });
  const admin = await login(owner);
  await limit(admin, { 'nas.operate': { most: 2, perDays: 1, per: 'person' } });
  return { admin, asker: await login(noc) };
}

describe('a limit', () => {
  test('lets pass what is within it, and asks a second person for the rest, who must say why (operators 18)', async () => {
    const { asker } = await prepare();
    expect([(await reboot(asker)).status, (await reboot(asker)).status]).toEqual([204, 204]);
    const refused = await reboot(asker);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'approval/reason-needed' }]);
    expect((await reboot(asker, 'hangs again')).status).toBe(202);
    fresh.product.clock.advance(24 * 3_600_000);
    expect((await reboot(await login(noc))).status).toBe(204);
  });

  test('is not exceeded by many at once', async () => {
    const { asker } = await prepare();
    const answers = await Promise.all(Array.from({ length: 8 }, () => reboot(asker, 'all of them')));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(6);
  });

  test('counts amounts, and another person’s uses not', async () => {
    const { asker } = await prepare();
    expect((await reboot(asker, 'too much', 3)).status).toBe(202);
    expect((await reboot(asker, undefined, 2)).status).toBe(204);
    expect((await reboot(await login(achieng))).status).toBe(204);
    expect((await reboot(await login(owner), undefined, 1_000)).status).toBe(204);
  });

  test('can not be lifted by whom it limits', async () => {
    const { admin, asker } = await prepare();
    const roles = await rolesOf(admin);
    const nocRole = roles.find(({ name }) => name === 'NOC')!;
    await admin.send('PUT', `/api/roles/${nocRole.id}/permissions`, {
      permissions: [...nocRole.permissions, 'role.manage', 'user.view'],
    });
    const answer = await asker.send('PUT', `/api/roles/${nocRole.id}/limits`, { limits: {} });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'tenant/beyond-own-rights' }]);
    const stricter = { 'nas.operate': { most: 1, perDays: 1 }, 'nas.viewSecrets': { most: 5, perDays: 1 } };
    expect((await asker.send('PUT', `/api/roles/${nocRole.id}/limits`, { limits: stricter })).status).toBe(204);
  });
});

describe('a request', () => {
  test('is approved by another person who may do it without asking, and carried out once', async () => {
    const { admin, asker } = await prepare();
    const id = await asked(asker);
    expect(await decide(asker, id, 'approve')).toMatchObject([403, 'command/not-permitted']);
    expect(await decide(admin, id, 'approve')).toEqual([204, undefined]);
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('carriedOut'));
    expect(made.sent).toEqual([`approval:${id}:act`]);
    expect(await decide(admin, id, 'approve')).toMatchObject([409, 'approval/decided']);
    const events = await asSuperuser(
      fresh.db,
      `select type from lastmile.event where actor_id = '${id}' order by position`,
    );
    expect(events.map(({ type }) => type)).toEqual(['approval.requested', 'approval.approved', 'approval.carriedOut']);
  });

  test('can not be approved by who asked, nor by somebody who has to ask for it, too', async () => {
    const { admin, asker } = await prepare();
    const nocRole = (await rolesOf(admin)).find(({ name }) => name === 'NOC')!;
    await admin.send('PUT', `/api/roles/${nocRole.id}/permissions`, {
      permissions: [...nocRole.permissions, 'approval.decide'],
    });
    const id = await asked(asker);
    expect(await decide(asker, id, 'approve')).toEqual([403, 'approval/own-request']);
    expect(await decide(await login(achieng), id, 'approve')).toEqual([403, 'approval/beyond-own-rights']);
    expect(await decide(await login(['rahima@padma.example', 'padma-demo-only']), id, 'approve')).toEqual([
      404,
      'actor/not-found',
    ]);
    expect(await stateOf(id)).toBe('requested');
  });

  test('approved and declined at once ends one way, and is carried out only when approved', async () => {
    const { admin, asker } = await prepare();
    const id = await asked(asker);
    const answers = await Promise.all([
      decide(admin, id, 'approve'),
      decide(admin, id, 'decline'),
      decide(admin, id, 'approve'),
    ]);
    expect(answers.filter(([status]) => status === 204)).toHaveLength(1);
    await vi.waitFor(async () => expect(['declined', 'carriedOut']).toContain(await stateOf(id)));
    expect(made.sent).toHaveLength((await stateOf(id)) === 'carriedOut' ? 1 : 0);
  });

  test('expires at its time, after which nobody approves it', async () => {
    const { asker } = await prepare();
    const id = await asked(asker);
    fresh.product.clock.advance(3 * 24 * 3_600_000);
    expect(await decide(await login(owner), id, 'approve')).toEqual([409, 'approval/expired']);
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('expired'));
  });

  test('is withdrawn by who asked, and by nobody else', async () => {
    const { admin, asker } = await prepare();
    const id = await asked(asker);
    expect(await decide(admin, id, 'withdraw')).toEqual([403, 'approval/not-yours']);
    expect(await decide(asker, id, 'withdraw')).toEqual([204, undefined]);
    expect(await decide(admin, id, 'approve')).toEqual([409, 'approval/decided']);
  });

  test('nobody could decide on is refused at once', async () => {
    const { admin, asker } = await prepare();
    const ownerRole = (await rolesOf(admin)).find(({ name }) => name === 'Owner')!;
    await admin.send('PUT', `/api/roles/${ownerRole.id}/permissions`, {
      permissions: ownerRole.permissions.filter((permission) => permission !== 'approval.decide'),
    });
    await reboot(asker, undefined, 2);
    const answer = await reboot(asker, 'please');
    expect(await answer.json()).toMatchObject({ code: 'approval/nobody-to-decide' });
  });

  test('fails when who asked has lost the right since', async () => {
    const { admin, asker } = await prepare();
    const id = await asked(asker);
    await admin.send('POST', `/api/users/${asker.view().userId}/disable`);
    await decide(admin, id, 'approve');
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('failed'));
    expect(made.sent).toEqual([]);
  });

  test('that cannot be carried out at the moment is tried again until it can, once it is done it is not', async () => {
    const { admin, asker } = await prepare();
    let tries = 0;
    made.answer = () =>
      ++tries < 2 ? Promise.reject(new Error('no route')) : Promise.resolve({ ok: true, outcome: 'rebooted' });
    const id = await asked(asker);
    await decide(admin, id, 'approve');
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('carriedOut'), { timeout: 12_000, interval: 100 });
    expect(made.sent).toEqual([`approval:${id}:act`, `approval:${id}:act`]);
  }, 20_000);
});

describe('a crash between approval and carrying out', () => {
  test('leaves nothing undone and does nothing twice', async () => {
    made.sent.length = 0;
    made.answer = () => Promise.resolve({ ok: true });
    const ids: ActorId[] = [];
    {
      await using crashing = await startAdministration(fresh.db, {
        more: machines({ ...made, sent: [] }),
        resting: true,
      });
      const admin = await loggedIn(crashing.url, ...owner);
      await limit(admin, { 'nas.operate': { most: 0, perDays: 1 }, 'nas.viewSecrets': { most: 0, perDays: 1 } });
      const asker = await loggedIn(crashing.url, ...noc);
      for (const act of ['reboot', 'reveal']) {
        const answer = await asker.send('POST', `/api/machine/${act}`, { reason: 'before the crash' });
        const { approvalId } = (await answer.json()) as { approvalId: string };
        ids.push(ActorId.parse(approvalId));
        expect(await decide(admin, approvalId, 'approve')).toEqual([204, undefined]);
      }
    }
    // The product of this test has been looking all along; another one starts beside it and looks, too.
    await using beside = await startAdministration(fresh.db, { more: machines(made) });
    for (const id of ids)
      await vi.waitFor(async () => expect(await stateOf(id)).toBe('carriedOut'), { timeout: 12_000 });
    expect(beside.url).toBeDefined();
    expect(made.sent.filter((line) => line.startsWith('revealed'))).toHaveLength(1);
    expect(new Set(made.sent.filter((line) => !line.startsWith('revealed'))).size).toBe(1);
    const outcomes = await asSuperuser(fresh.db, 'select count(*)::int as n from lastmile.approval_outcome');
    expect(outcomes).toEqual([{ n: 2 }]);
  }, 30_000);
});

describe('the second person for administrators', () => {
  test('approves who becomes one; nobody becomes one alone', async () => {
    const { admin } = await prepare();
    const roles = await rolesOf(admin);
    const [ownerRole, adminRole] = ['Owner', 'Admin'].map((name) => roles.find((role) => role.name === name)!);
    const policy = (on: boolean, reason?: string) =>
      admin.send('PUT', '/api/company/policies', { policies: { secondPersonForAdministrators: on }, reason });
    expect(await (await policy(true)).json()).toMatchObject({ code: 'tenant/second-person-missing' });
    const otieno = (await login(noc)).view().userId;
    expect((await admin.send('POST', `/api/users/${otieno}/role`, { roleId: ownerRole!.id })).status).toBe(204);
    expect((await policy(true)).status).toBe(204);

    const third = (await login(achieng)).view().userId;
    const give = (reason?: string) => admin.send('POST', `/api/users/${third}/role`, { roleId: adminRole!.id, reason });
    expect(await (await give()).json()).toMatchObject({ code: 'approval/reason-needed' });
    const answer = await give('takes over the night');
    expect(answer.status).toBe(202);
    const { approvalId } = (await answer.json()) as { approvalId: string };
    expect((await login(achieng)).view().roleName).toBe('NOC');
    expect(await decide(admin, approvalId, 'approve')).toEqual([403, 'approval/own-request']);
    const second = await login(noc);
    expect(await decide(second, approvalId, 'approve')).toEqual([204, undefined]);
    await vi.waitFor(async () => expect((await login(achieng)).view().roleName).toBe('Admin'));
    const events = await asSuperuser(
      fresh.db,
      `select actor_user, data from lastmile.event where type = 'user.roleChanged' and actor_id = '${third}'`,
    );
    expect(events).toMatchObject([
      { actor_user: admin.view().userId, data: { approvalId, approvedBy: otieno, reason: 'takes over the night' } },
    ]);

    const relaxed = await policy(false, 'too slow');
    expect(relaxed.status).toBe(202);
    expect((await policy(false)).status).toBe(422);
    const demoted = await admin.send('POST', `/api/users/${third}/disable`);
    expect(demoted.status).toBe(204);
    const left = await admin.send('POST', `/api/users/${otieno}/disable`);
    expect(await left.json()).toMatchObject({ code: 'tenant/second-person-missing' });
  });

  test('holds for invitations, addresses, resets and what a role allows', async () => {
    const { admin } = await prepare();
    const roles = await rolesOf(admin);
    const roleId = (name: string) => roles.find((role) => role.name === name)!.id;
    const second = await login(noc);
    await admin.send('POST', `/api/users/${second.view().userId}/role`, { roleId: roleId('Owner') });
    await admin.send('PUT', '/api/company/policies', { policies: { secondPersonForAdministrators: true } });
    const other = second.view().userId;
    const reason = 'because';
    const nocRole = roles.find(({ name }) => name === 'NOC')!;
    const requests = [
      await admin.send('POST', '/api/invitations', {
        email: 'x@savanna.example',
        name: 'X',
        roleId: roleId('Admin'),
        branches: 'all',
        reason,
      }),
      await admin.send('POST', `/api/users/${other}/password-reset`, { reason }),
      await admin.send('PUT', `/api/roles/${nocRole.id}/permissions`, {
        permissions: [...nocRole.permissions, 'user.manage'],
        reason,
      }),
      await admin.send('PUT', `/api/users/${other}`, {
        name: 'Otieno Odhiambo',
        email: 'mine@savanna.example',
        reason,
      }),
    ];
    expect(requests.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const events = await asSuperuser(fresh.db, `select data::text as data from lastmile.event where kind = 'approval'`);
    expect(JSON.stringify(events)).not.toContain('@savanna.example');
    for (const answer of requests) {
      const { approvalId } = (await answer.json()) as { approvalId: string };
      expect(await decide(second, approvalId, 'approve')).toEqual([204, undefined]);
      await vi.waitFor(async () => expect(await stateOf(approvalId)).toBe('carriedOut'));
    }
    // The second person agreed to lose the address; the sessions are over.
    await expect.poll(async () => (await second.get('/api/session')).status).toBe(401);
    const handed = await admin.send('POST', `/api/users/${other}/password-reset`, {});
    expect([handed.status, await handed.json()]).toMatchObject([200, { sent: false }]);
    const invited = (await (await admin.get('/api/invitations')).json()) as {
      invitations: { id: string; state: string }[];
    };
    expect(invited.invitations).toMatchObject([{ state: 'expired' }]);
    expect((await admin.send('POST', `/api/invitations/${invited.invitations[0]?.id}/resend`)).status).toBe(200);
  });

  test('holds for taking an administrator’s second factors away, and not for anybody else’s', async () => {
    const { admin } = await prepare();
    const ownerRole = (await rolesOf(admin)).find(({ name }) => name === 'Owner')!;
    const second = await login(noc);
    const [me, other] = [admin.view().userId, second.view().userId];
    await admin.send('POST', `/api/users/${other}/role`, { roleId: ownerRole.id });
    await admin.send('PUT', '/api/company/policies', { policies: { secondPersonForAdministrators: true } });
    const third = (await login(achieng)).view().userId;
    for (const user of [other, third]) await giveApp(user);
    const reset = (user: string, reason?: string) =>
      admin.send('POST', `/api/users/${user}/second-factor/reset`, { reason });
    await admin.send('POST', '/api/session/step-up', { password: owner[1] });
    expect((await reset(third)).status).toBe(204);
    expect(await (await reset(other)).json()).toMatchObject({ code: 'approval/reason-needed' });
    const answer = await reset(other, 'lost the phone');
    expect(answer.status).toBe(202);
    const { approvalId } = (await answer.json()) as { approvalId: string };
    expect(await usersWithApp()).toEqual([other]);
    expect((await second.get('/api/session')).status).toBe(200);
    expect(await decide(second, approvalId, 'approve')).toEqual([204, undefined]);
    await vi.waitFor(async () => expect(await stateOf(approvalId)).toBe('carriedOut'));
    expect(await usersWithApp()).toEqual([]);
    await expect.poll(async () => (await second.get('/api/session')).status).toBe(401);
    const events = await asSuperuser(
      fresh.db,
      `select actor_id, actor_user, data from lastmile.event where type = 'user.secondFactorReset' order by position`,
    );
    expect(events).toMatchObject([
      { actor_id: third, actor_user: me },
      { actor_id: other, actor_user: me, data: { approvalId, approvedBy: other, reason: 'lost the phone' } },
    ]);
  });
});

test('the daily report says what each employee did within limits, beyond them, and asked for (operators 18)', async () => {
  const { admin, asker } = await prepare();
  await reboot(asker);
  const approved = await asked(asker, 5);
  await decide(admin, approved, 'approve');
  await vi.waitFor(async () => expect(await stateOf(approved)).toBe('carriedOut'));
  await decide(admin, await asked(asker, 7), 'decline');
  await asked(asker, 9);
  const day = Temporal.Instant.fromEpochMilliseconds(fresh.product.clock.now())
    .toZonedDateTimeISO('Africa/Nairobi')
    .toPlainDate();
  const report = async (date: string) =>
    LimitedActsReport.parse(await (await admin.get(`/api/reports/limited-acts?day=${date}`)).json());
  expect(await report(day.toString())).toMatchObject({
    timeZone: 'Africa/Nairobi',
    rows: [
      {
        userName: 'Otieno Odhiambo',
        act: 'nas.operate',
        times: 1,
        amount: 1,
        approvedTimes: 1,
        approvedAmount: 5,
        refused: 1,
        waiting: 1,
      },
    ],
  });
  expect((await report(day.subtract({ days: 1 }).toString())).rows).toEqual([]);
  expect((await asker.get(`/api/reports/limited-acts?day=${day.toString()}`)).status).toBe(403);
  const history = ApprovalHistory.parse(await (await admin.get('/api/approvals/history?limit=1')).json());
  expect(history.rows).toMatchObject([
    { state: 'declined', subjectName: 'core-1', requestedByName: 'Otieno Odhiambo', details: { what: 'reboot' } },
  ]);
  const rest = ApprovalHistory.parse(
    await (await admin.get(`/api/approvals/history?before=${history.next ?? ''}`)).json(),
  );
  expect(rest.rows.map(({ state }) => state)).toEqual(['carriedOut']);
});

function login(who: readonly [string, string]): Promise<TestBrowser> {
  return loggedIn(fresh.product.url, ...who);
}

async function rolesOf(browser: TestBrowser): Promise<RoleList['roles']> {
  return RoleList.parse(await (await browser.get('/api/roles')).json()).roles;
}

async function limit(admin: TestBrowser, limits: object): Promise<void> {
  const nocRole = (await rolesOf(admin)).find(({ name }) => name === 'NOC')!;
  expect((await admin.send('PUT', `/api/roles/${nocRole.id}/limits`, { limits })).status).toBe(204);
}

function reboot(asker: TestBrowser, reason?: string, amount = 1): Promise<Response> {
  return asker.send('POST', '/api/machine/reboot', { reason, amount });
}

async function asked(asker: TestBrowser, amount = 3): Promise<string> {
  const answer = await reboot(asker, 'hangs', amount);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { approvalId: string }).approvalId;
}

async function decide(
  browser: TestBrowser,
  id: string,
  how: 'approve' | 'decline' | 'withdraw',
): Promise<[number, string | undefined]> {
  const answer = await browser.send('POST', `/api/approvals/${id}/${how}`);
  return [answer.status, answer.status === 204 ? undefined : ((await answer.json()) as { code: string }).code];
}

async function stateOf(id: string): Promise<unknown> {
  const rows = await asSuperuser(fresh.db, `select state from lastmile.approval where id = '${id}'`);
  return rows[0]?.['state'];
}

async function giveApp(user: string): Promise<void> {
  await asSuperuser(
    fresh.db,
    `insert into lastmile.user_totp (tenant_id, user_id, secret, confirmed_at, created_at)
     select tenant_id, id, '\\x00', now(), now() from lastmile.app_user where id = '${user}'`,
  );
}

async function usersWithApp(): Promise<unknown[]> {
  return (await asSuperuser(fresh.db, 'select user_id from lastmile.user_totp')).map((row) => row['user_id']);
}
