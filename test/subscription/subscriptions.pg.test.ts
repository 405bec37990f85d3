import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { recordAct } from '#server/platform/audit/auditStore.ts';
import { cursorText, parseCursor } from '#server/subscription/listCursor.ts';
import { readDetail } from '#server/subscription/readDetail.ts';
import type { SubscriptionPolicyDraft } from '#server/subscription/subscriptionFeature.ts';
import { subscriptionPage } from '#server/subscription/subscriptionListStore.ts';
import { SubscriptionDetail, SubscriptionFilter, SubscriptionTimelineEntry } from '#shared/subscription/view.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';
import { dispatcher, foreigner, noc } from '../auth/freshProduct.ts';
import type { TestBrowser } from '../auth/testBrowser.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { insertPackage, startSubscriptions, type SubscriptionProduct } from './subscriptionProduct.ts';

const DAY = 86_400_000;
/** Each starts a database and a product. */
const SLOW_MS = 60_000;

async function policiesOf(site: SubscriptionProduct): Promise<readonly SubscriptionPolicyDraft[]> {
  const { pages } = await site.subscriptions.policies.all(site.tenant);
  return (await Array.fromAsync(pages)).flat();
}

test(
  'a line is made with a username of the name and a password that can be read out, once per key',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const key = randomUUID();
    const made = await site.make({ key });
    expect(made.username).toMatch(/^wanjiku\d{4}$/);
    expect(made.password).toMatch(/^[acdefghjkmnpqrtuvwxy3479]{8}$/);
    const again = await site.make({ key });
    expect(again).toEqual({ id: made.id, number: made.number, username: made.username });
    const row = await site.row(made.id);
    expect(row).toMatchObject({ state: 'active', username_key: made.username, policy_version: 1 });
    expect(String(row['password'])).not.toContain(made.password);
    expect(await site.events(made.id)).toEqual(['subscription.created']);
    const keys = await asSuperuser(
      site.db,
      `select key from lastmile.search_key where object_id = '${made.id}' order by key`,
    );
    expect(keys.map((one) => one['key'])).toEqual(['1', 's1', made.username]);
    const [policy] = await policiesOf(site);
    expect(policy).toMatchObject({
      username: made.username,
      password: made.password,
      standing: 'open',
      accessTypes: ['pppoe'],
      replyKey: { packageId: site.packages.home, tier: 'full', garden: false },
      afterReplyKey: { garden: true },
      sessions: 1,
      sessionPolicy: 'newestWins',
    });
  },
);

test(
  'a username is one user whatever its case, and what left leaves its name to others (operators 8)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const first = await site.make({ username: 'Neema.K ', password: 'secret99' });
    await expect(site.make({ username: 'neema.k' })).rejects.toThrow('subscription/username-taken');
    const second = await site.make({ username: 'other' });
    expect((await site.act(second.id, { act: 'changeCredentials', username: 'NEEMA.K' })).body['code']).toBe(
      'subscription/username-taken',
    );
    await site.act(first.id, { act: 'leave' }, { reason: 'moved away' });
    expect((await site.act(second.id, { act: 'changeCredentials', username: 'NEEMA.K' })).status).toBe(200);
    expect((await site.act(first.id, { act: 'return' })).body['code']).toBe('subscription/username-taken');
  },
);

test('two who take the same name in the same moment: one has it', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const lines = await Promise.all([site.make(), site.make(), site.make()]);
  const answers = await Promise.all(
    lines.map(({ id }) => site.act(id, { act: 'setAddresses', staticIpv4: '203.0.113.9', framedRoutes: [] })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const [row] = await asSuperuser(
    site.db,
    `select count(*)::int as n from lastmile.subscription where static_ipv4 = '203.0.113.9'`,
  );
  expect(row?.['n']).toBe(1);
});

test(
  'rules for usernames: new ones are refused while names would collide, then every line is told (operators 8)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const one = await site.make({ username: 'ali@fibre' });
    const two = await site.make({ username: 'ali@air' });
    const rules = { caseSensitive: false, realm: 'strip' };
    const preview = async (): Promise<unknown> =>
      (await site.owner.send('POST', '/api/subscription-rules/preview', rules)).json();
    expect(await preview()).toEqual({
      changed: 2,
      collisions: 1,
      pairs: [{ one: expect.any(String), other: expect.any(String) }],
    });
    const refused = await site.owner.send('PUT', '/api/subscription-rules', rules);
    expect(await refused.json()).toMatchObject({ code: 'subscription/rules-collide' });
    await site.act(two.id, { act: 'changeCredentials', username: 'bob@air' });
    expect(await preview()).toEqual({ changed: 2, collisions: 0, pairs: [] });
    expect((await site.owner.send('PUT', '/api/subscription-rules', rules)).status).toBe(200);
    expect([(await site.row(one.id))['username_key'], (await site.row(two.id))['username_key']]).toEqual([
      'ali',
      'bob',
    ]);
  },
);

test(
  'acts have permissions; a password that was looked at stands in the log (operators 18)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const made = await site.make();
    const watcher = await site.login(dispatcher);
    expect((await site.act(made.id, { act: 'suspend' }, { reason: 'x' }, watcher)).body['code']).toBe(
      'subscription/not-permitted',
    );
    expect((await watcher.send('POST', `/api/subscriptions/${made.id}/reveal-password`)).status).toBe(403);
    const shown = await site.owner.send('POST', `/api/subscriptions/${made.id}/reveal-password`);
    expect(await shown.json()).toEqual({ password: made.password });
    expect(await site.events(made.id)).toEqual(['subscription.created', 'subscription.passwordRevealed']);
    const other = await site.login(foreigner);
    expect((await site.act(made.id, { act: 'suspend' }, { reason: 'x' }, other)).body['code']).toBe(
      'subscription/not-found',
    );
  },
);

test('free days beyond the limit of a role wait for a second person (operators 18)', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const made = await site.make();
  await asSuperuser(
    site.db,
    `update lastmile.role set limits = '{"subscription.extend": {"most": 2, "perDays": 30, "per": "object"}}' where shipped = 'owner' and tenant_id = '${site.tenant}'`,
  );
  const before = await site.row(made.id);
  const key = randomUUID();
  expect((await site.act(made.id, { act: 'extend', days: 2 }, { key })).status).toBe(200);
  // The answer was lost on the way: the same request again is the same act, and counts once.
  expect((await site.act(made.id, { act: 'extend', days: 2 }, { key })).status).toBe(200);
  const after = await site.row(made.id);
  expect((after['valid_until'] as Date).getTime() - (before['valid_until'] as Date).getTime()).toBe(2 * DAY);
  const beyond = await site.act(made.id, { act: 'extend', days: 1 }, { reason: 'outage' });
  expect([
    beyond.status === 202 || beyond.body['code'] === 'approval/nobody-to-decide',
    (await site.row(made.id))['version'],
  ]).toEqual([true, after['version']]);
  await asSuperuser(
    site.db,
    `update lastmile.app_user set role_id = (select id from lastmile.role where tenant_id = '${site.tenant}' and shipped = 'admin')
       where tenant_id = '${site.tenant}' and email = '${noc[0]}'`,
  );
  const asked = { key: randomUUID(), reason: 'outage' };
  const [first, again] = [
    await site.act(made.id, { act: 'extend', days: 1 }, asked),
    await site.act(made.id, { act: 'extend', days: 1 }, asked),
  ];
  expect([first.status, again.body]).toEqual([202, first.body]);
});

test(
  'support gives a customer two free days a month, whatever lines there are; more needs a reason and a second person (operators 18)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const [one, two] = [await site.make(), await site.make()];
    await asSuperuser(
      site.db,
      `update lastmile.app_user set role_id = (select id from lastmile.role where tenant_id = '${site.tenant}' and shipped = 'support')
       where tenant_id = '${site.tenant}' and email = '${noc[0]}'`,
    );
    const support = await site.login(noc);
    const extend = (id: string, days: number, more: object = {}) =>
      site.act(id, { act: 'extend', days }, more, support);
    expect((await extend(one.id, 1)).status).toBe(200);
    expect((await extend(two.id, 1)).status).toBe(200);
    const before = await site.row(two.id);
    expect((await extend(two.id, 1)).body).toMatchObject({ code: 'approval/reason-needed' });
    const asked = await extend(two.id, 1, { reason: 'The fibre was cut for a day' });
    expect(asked.status).toBe(202);
    expect((await site.row(two.id))['valid_until']).toEqual(before['valid_until']);
    const { approvalId } = asked.body as { approvalId: string };
    const approve = (who: TestBrowser) => who.send('POST', `/api/approvals/${approvalId}/approve`, {});
    expect((await approve(support)).ok).toBe(false);
    expect((await approve(site.owner)).status).toBeLessThan(300);
    const more = (): Promise<number> =>
      site
        .row(two.id)
        .then(({ valid_until: now }) => (now as Date).getTime() - (before['valid_until'] as Date).getTime());
    await vi.waitFor(async () => expect(await more()).toBe(DAY), { timeout: 20_000 });
    // And the owner sees who gave how much away today.
    const now = Temporal.Instant.fromEpochMilliseconds(site.product.clock.now());
    const day = now.toZonedDateTimeISO('Africa/Nairobi').toPlainDate().toString();
    const report = await (await site.owner.get(`/api/reports/limited-acts?day=${day}`)).json();
    expect((report as { rows: object[] }).rows).toContainEqual(
      expect.objectContaining({ act: 'subscription.extend', times: 2, amount: 2, approvedTimes: 1, approvedAmount: 1 }),
    );
  },
);

test('operators.md 9: a branch whose clocks change takes its lines along', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const [elsewhere, moved] = [await site.make(), await site.make()];
  const listed = await (await site.owner.get('/api/branches')).json();
  const [branch] = (listed as { branches: { id: string; name: string }[] }).branches as [{ id: string; name: string }];
  expect((await site.act(moved.id, { act: 'moveBranch', branchId: branch.id })).status).toBe(200);
  const change = await site.owner.send('PUT', `/api/branches/${branch.id}`, {
    name: branch.name,
    timeZone: 'Asia/Dhaka',
  });
  expect(change.status).toBeLessThan(300);
  const zoneOf = async (id: string): Promise<unknown> => ((await site.row(id))['terms'] as { zone: string }).zone;
  await vi.waitFor(async () => expect(await zoneOf(moved.id)).toBe('Asia/Dhaka'), { timeout: 20_000 });
  expect(await zoneOf(elsewhere.id)).not.toBe('Asia/Dhaka');
  expect((await site.events(moved.id)).at(-1)).toBe('subscription.zoneChanged');
});

test('what was done is undone, and what a router must hear of raises its version', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const made = await site.make();
  const changed = await site.act(made.id, { act: 'changePackage', packageId: site.packages.business, when: 'now' });
  expect(changed).toMatchObject({ status: 200 });
  const row = await site.row(made.id);
  expect(row).toMatchObject({ package_id: site.packages.business, policy_version: 2 });
  const of = (row['last_act'] as { at: number }).at;
  expect((await site.act(made.id, { act: 'undo', of })).status).toBe(200);
  expect(await site.row(made.id)).toMatchObject({ package_id: site.packages.home, policy_version: 3, last_act: null });
  expect((await site.act(made.id, { act: 'undo', of })).body['code']).toBe('subscription/nothing-to-undo');
  expect((await site.act(made.id, { act: 'changePackage', packageId: randomUUID(), when: 'now' })).body['code']).toBe(
    'subscription/package-not-found',
  );
});

test(
  'a package names the pools of this server that its lines get their addresses and prefixes of',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const { id } = await site.make();
    const pools = { poolId: randomUUID(), prefixPoolId: randomUUID() };
    const insert = (poolId: string, family: 4 | 6, wireId: number, first: string, last: string): Promise<unknown> =>
      asSuperuser(
        site.db,
        `insert into lastmile.ip_pool (tenant_id, id, wire_id, version, name, family, kind, purpose, firsts, lasts,
         delegated_length, hold_seconds, notes, created_at, changed_at)
       values ('${site.tenant}', '${poolId}', ${wireId}, 1, 'Pool ${family}', ${family}, 'server', 'subscribers', '{${first}}',
         '{${last}}', ${family === 6 ? 56 : 'null'}, 60, '', now(), now())`,
      );
    await insert(pools.poolId, 4, 41, '10.0.0.1', '10.0.0.200');
    await insert(pools.prefixPoolId, 6, 61, '2001:db8::', '2001:db8:ff:ffff:ffff:ffff:ffff:ffff');
    await asSuperuser(
      site.db,
      `update lastmile.package set pool_id = '${pools.poolId}', ipv6_pool_id = '${pools.prefixPoolId}' where id = '${site.packages.home}'`,
    );
    const found = (await policiesOf(site)).find(({ subscriptionId }) => subscriptionId === id);
    expect(found).toMatchObject(pools);
  },
);

test('a changed package reaches each of its lines', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const made = await site.make();
  await asSuperuser(site.db, `update lastmile.package set quota_bytes = 7000000000 where id = '${site.packages.home}'`);
  await site.db.database.tenantTx(site.tenant, (tx) =>
    recordAct(tx, { kind: 'package', id: site.packages.home, type: 'package.changed', by: undefined, at: Date.now() }),
  );
  await vi.waitFor(async () => {
    const row = await site.row(made.id);
    expect(row).toMatchObject({ policy_version: 2, terms: { quotaBytes: 7_000_000_000 } });
  });
  expect(await site.events(made.id)).toEqual(['subscription.created', 'subscription.termsChanged']);
});

test(
  'several are renewed at once, each by itself; lists go page by page in each order',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const lines = [];
    for (let n = 0; n < 5; n++) lines.push(await site.make(n === 0 ? { start: 'later' } : {}));
    const answer = await site.owner.send('POST', '/api/subscriptions/renew', {
      key: randomUUID(),
      ids: lines.map(({ id }) => id),
    });
    expect(await answer.json()).toMatchObject({ renewed: 4, failed: [{ number: 1, code: 'subscription/not-begun' }] });
    for (const sort of ['newest', 'number', 'username', 'end'] as const) {
      const seen: number[] = [];
      let after: ReturnType<typeof parseCursor>;
      for (;;) {
        const page = await site.db.database.tenantTx(site.tenant, (tx) =>
          subscriptionPage(tx, {
            filter: SubscriptionFilter.parse({ text: 'wanj' }),
            sort,
            after,
            limit: 2,
            scope: 'all',
            now: Date.now(),
          }),
        );
        seen.push(...page.map(({ number }) => number));
        if (page.length < 2) break;
        after = parseCursor(sort, cursorText(sort, page.at(-1)!));
      }
      expect([sort, seen.toSorted((a, b) => a - b)]).toEqual([sort, sort === 'end' ? [2, 3, 4, 5] : [1, 2, 3, 4, 5]]);
    }
    const elsewhere = await site.db.database.tenantTx(site.tenant, (tx) =>
      subscriptionPage(tx, {
        ...{
          filter: SubscriptionFilter.parse({ text: 'zzz' }),
          sort: 'newest',
          after: undefined,
          limit: 5,
          now: Date.now(),
        },
        scope: [BranchId.parse(randomUUID())],
      }),
    );
    expect(elsewhere).toEqual([]);
  },
);

test(
  'policies of those that left are named as removed; a package not for the access is refused',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const made = await site.make();
    await site.act(made.id, { act: 'leave' }, { reason: 'moved' });
    const id = ActorId.parse(made.id);
    expect(await site.subscriptions.policies.of(site.tenant, [id])).toEqual({ policies: [], removed: [id] });
    expect(await policiesOf(site)).toEqual([]);
    const staticOnly = randomUUID();
    await insertPackage(site.db, site.tenant, staticOnly, 'Hotspot only', {});
    await asSuperuser(site.db, `update lastmile.package set access_types = '{hotspot}' where id = '${staticOnly}'`);
    await expect(site.make({ packageId: staticOnly })).rejects.toThrow('subscription/package-unfit');
    await expect(site.make({ accessType: 'ipoe' })).rejects.toThrow('subscription/mac-needed');
  },
);

test('a page shows its line and what happened, and no password in any form', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const made = await site.make();
  await site.act(made.id, { act: 'renew' });
  const names = await site.product.tenants.names.namesOf(site.tenant);
  const ports = { database: site.db.database, clock: site.product.clock };
  const asked = { tenant: site.tenant, id: ActorId.parse(made.id), names };
  const rows = await readDetail(ports, { ...asked, scope: 'all' });
  expect(SubscriptionDetail.parse(rows[0]?.fields)).toMatchObject({
    number: made.number,
    customerName: 'Wanjikũ Kamau',
    hasPassword: true,
    undo: { act: 'subscription.renew', byName: 'Wanjiru Kamau' },
  });
  const entries = rows.slice(1).map(({ fields }) => SubscriptionTimelineEntry.parse(fields).type);
  expect(entries).toEqual(['subscription.renewed', 'subscription.created']);
  const sealed = String((await site.row(made.id))['password']);
  expect(JSON.stringify(rows)).not.toContain(sealed);
  expect(JSON.stringify(rows)).not.toContain(made.password);
  const elsewhere = { ...asked, id: ActorId.parse(randomUUID()), scope: 'all' } as const;
  expect(await readDetail(ports, elsewhere)).toEqual([]);
});

test(
  'operators.md 5: cutting a protected line is put to a second person, who is told what; approved, it is cut once',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startSubscriptions();
    const made = await site.make();
    await site.act(made.id, { act: 'protect' }, { reason: 'Mater Hospital' });
    const second = await site.addOwner();
    const asked = await site.act(made.id, { act: 'suspend' }, { reason: 'unpaid for a year' });
    expect(asked.status).toBe(202);
    expect(await site.row(made.id)).toMatchObject({ state: 'active' });
    const approvalId = String(asked.body['approvalId']);
    const [approval] = await asSuperuser(
      site.db,
      `select subject_name, details from lastmile.approval where id = '${approvalId}'`,
    );
    expect(approval).toEqual({ subject_name: `S-${made.number}`, details: { does: 'subscription.suspend' } });
    expect((await second.send('POST', `/api/approvals/${approvalId}/approve`, {})).status).toBe(204);
    await vi.waitFor(async () => expect(await site.row(made.id)).toMatchObject({ state: 'suspended' }), {
      timeout: 20_000,
    });
  },
);
