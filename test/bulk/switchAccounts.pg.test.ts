import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { ImportWork } from '#server/bulk/import/checkImport.ts';
import { routerRoutes } from '#server/bulk/router/routerRoutes.ts';
import { RouterShadows, SwitchBatches } from '#shared/bulk/router.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { startRouter } from '../lab/labRouter.ts';
import { startNasNode } from '../nas/nasNode.ts';
import { startStaticSite } from '../staticLine/staticSite.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { asSuperuser } from '../support/superuserQuery.ts';

test(
  'operators 3: local secrets are switched off in a batch, read back, and switched on again by the opposite act',
  { timeout: 90_000 },
  async () => {
    await using db = await createTestDatabase();
    const { tenant } = await seedTenant(db);
    await using router = await startRouter('7.16');
    await using node = await startNasNode(db, tenant);
    const nas = await node.register(router.nas);
    await node.untilUp(nas);
    const secrets = router.nas.device.router.table('/ppp/secret');
    const off = (): string[] =>
      secrets
        .all()
        .flatMap(({ values }) =>
          values['disabled'] === 'true' || values['disabled'] === 'yes' ? [values['name']!] : [],
        );
    const names = secrets
      .all()
      .slice(0, 3)
      .map(({ values }) => values['name']!);
    const before = off();
    const act = { act: 'nas.switchAccounts', service: 'ppp', names: [...names, 'is-not-there'] };
    const done = await node.untilIntent(nas, await node.ask(nas, { ...act, disabled: true } as never), 'done');
    expect(off().toSorted()).toEqual([...new Set([...before, ...names])].toSorted());
    expect(done.baseline).toMatchObject({ changed: names.filter((name) => !before.includes(name)) });
    await node.untilIntent(
      nas,
      await node.ask(nas, { ...act, names: done.baseline!['changed'], disabled: false } as never),
      'done',
    );
    expect(off()).toEqual(before);
  },
);

/** A router of the lab, with the routes about what it holds by itself. */
async function startShadowSite() {
  const site = await startStaticSite('7.16', (context, { routers, deviceIntents: intents }, subscriptions) => [
    {
      name: 'shadows',
      routes: routerRoutes(
        {
          ...{ database: context.database, clock: context.clock, names: context.names },
          rulesOf: (tenant: TenantId) => subscriptions.usernameRules(tenant),
        } as unknown as ImportWork,
        { routers, intents },
        {} as never,
      ),
    },
  ]);
  const { send, nas, browser } = site;
  const path = `/api/bulk/routers/${nas.id}`;
  const secrets = site.router.table('/ppp/secret');
  return {
    ...site,
    secrets,
    off: (): string[] => secrets.all().flatMap(({ values }) => (values['disabled'] === 'yes' ? [values['name']!] : [])),
    own: (name: string): boolean =>
      site.router
        .table('/ppp/active')
        .all()
        .some(({ values }) => values['name'] === name),
    shadows: async () => RouterShadows.parse(await (await browser.get(`${path}/shadows`)).json()),
    batches: async () => SwitchBatches.parse(await (await browser.get(`${path}/batches`)).json()).batches,
    ask: async (what: string, body: object) => await send('POST', `${path}/${what}`, { key: randomUUID(), ...body }),
    makeLine: async (username: string): Promise<string> => {
      const [row] = await asSuperuser(
        site.db,
        `select customer_id from lastmile.subscription where id = '${site.line}'`,
      );
      const { status, body } = await send('POST', '/api/subscriptions', {
        ...{ key: randomUUID(), customerId: row!['customer_id'], packageId: site.packages.home, accessType: 'pppoe' },
        ...{ username, password: 'secret99' },
      });
      expect({ status, body }).toMatchObject({ status: 201 });
      return String(body['id']);
    },
  };
}

test(
  'operators 3: accounts of a router that let a suspended line in are listed, switched off with their sessions, and put back exactly',
  { timeout: 90_000 },
  async () => {
    await using site = await startShadowSite();
    const all = site.secrets.all();
    // One of the lines is in by its account; one account was off before, and is to stay so.
    site.router.advance();
    const online = site.router.table('/ppp/active').all()[0]!.values['name']!;
    const others = all.map(({ values }) => values['name']!).filter((name) => name !== online);
    const [first, second] = [others[0]!, others[1]!];
    for (const name of [online, first]) site.secrets.set(site.secrets.byName(name)!, { disabled: 'no' });
    site.secrets.set(site.secrets.byName(second)!, { disabled: 'yes' });
    const before = site.off();
    const suspended = await site.makeLine(online.toUpperCase());
    for (const name of [first, second]) await site.makeLine(name);
    await site.send('POST', `/api/subscriptions/${suspended}/acts`, {
      ...{ key: randomUUID(), act: { act: 'suspend' }, reason: 'unpaid' },
    });
    const { accounts, shadows } = await site.shadows();
    expect(accounts).toBe(all.length + site.router.table('/ip/hotspot/user').size - 1);
    expect(shadows.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject(
      [
        { name: online, disabled: false, lineState: 'suspended' },
        { name: first, disabled: false, lineState: 'active' },
        { name: second, disabled: true, lineState: 'active' },
      ].toSorted((a, b) => a.name.localeCompare(b.name)),
    );
    const names = [online, first, second];
    const asked = await site.ask('accounts', { service: 'ppp', names, disabled: true, endsSessions: true });
    expect(asked.status).toBe(202);
    const soon = { timeout: 20_000, interval: 50 };
    await vi.waitFor(
      async () => expect(await site.batches()).toMatchObject([{ state: 'done', asked: 3, changed: 2 }]),
      soon,
    );
    expect(site.off().toSorted()).toEqual([...new Set([...before, ...names])].toSorted());
    expect(site.own(online)).toBe(false);

    const { intentId } = (await site.batches())[0]!;
    expect((await site.ask('batches/undo', { intentId })).status).toBe(202);
    await vi.waitFor(async () => {
      const [back, batch] = await site.batches();
      expect(back).toMatchObject({ state: 'done', disabled: false, asked: 2, changed: 2 });
      expect(batch).toMatchObject({ undoneBy: back!.intentId });
    }, soon);
    expect(site.off()).toEqual(before);
    // Nothing was switched by a batch that found everything so.
    await site.ask('accounts', { service: 'ppp', names: [second], disabled: true });
    await vi.waitFor(async () => expect((await site.batches())[0]).toMatchObject({ state: 'done', changed: 0 }), soon);
    const nothing = await site.ask('batches/undo', { intentId: (await site.batches())[0]!.intentId });
    expect(nothing).toMatchObject({ status: 409, body: { code: 'bulk/batch-changed-nothing' } });
  },
);
