import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { SessionRates } from '#server/nas/vendors/nasDriver.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { isUp, until } from '../nas/nasNode.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { ADDRESS, MAC, PORT, startStaticSite, type StaticSite } from './staticSite.ts';

const SLOW_MS = 90_000;
const SOON = { timeout: 20_000, interval: 50 };
const elsewhere = { received: 0, sent: 0 };

const queueOf = (site: StaticSite) => site.rows('/queue/simple').find(({ name }) => name === 'S-1');
const listed = (site: StaticSite): readonly (string | undefined)[] =>
  site
    .rows('/ip/firewall/address-list')
    .filter(({ address }) => address === ADDRESS)
    .map(({ list }) => list);

async function placed(site: StaticSite): Promise<void> {
  await site.place();
  await vi.waitFor(async () => expect(await site.placement()).toMatchObject({ state: 'asWanted' }), SOON);
}

test.for(['6.49.17', '7.16', '7.20.6'])(
  'operators 12: on %s a line without RADIUS is a queue and a neighbour of its router, read back',
  { timeout: SLOW_MS },
  async (version) => {
    await using site = await startStaticSite(version);
    await placed(site);
    expect(queueOf(site)).toMatchObject({
      ...{ target: `${ADDRESS}/32`, 'max-limit': '10000000/10000000', comment: `lastmile line ${site.line}` },
    });
    expect(site.rows('/ip/arp').find(({ address }) => address === ADDRESS)).toMatchObject({
      ...{ 'mac-address': MAC, interface: PORT },
    });
    expect(listed(site)).toEqual([]);
    const { status, body } = await site.send(
      'DELETE',
      `/api/subscriptions/${site.line}/static-line?key=${randomUUID()}`,
    );
    expect([status, body]).toEqual([202, { ok: true }]);
    await vi.waitFor(
      () =>
        expect([queueOf(site), site.rows('/ip/arp').find(({ address }) => address === ADDRESS)]).toEqual([
          undefined,
          undefined,
        ]),
      SOON,
    );
    expect(await site.placement()).toBeUndefined();
  },
);

test(
  'operators 12: a package, a suspension and the end of a line are on its router at once',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    await placed(site);
    site.router.fixed.put({ address: ADDRESS, mac: MAC, interface: PORT, isBusy: false });
    const passes = (): boolean => site.router.fixed.move(ADDRESS, elsewhere);
    expect(passes()).toBe(true);
    await site.act({ act: 'changePackage', packageId: site.packages.business, when: 'now' });
    await vi.waitFor(() => expect(queueOf(site)).toMatchObject({ 'max-limit': '20000000/50000000' }), SOON);
    await site.act({ act: 'suspend' });
    await vi.waitFor(() => expect(listed(site)).toEqual([WALLED_GARDEN_LIST]), SOON);
    expect(passes()).toBe(false);
    await site.act({ act: 'resume' });
    await vi.waitFor(() => expect(listed(site)).toEqual([]), SOON);
    expect(passes()).toBe(true);
    // Without the page, nobody answers at its address either.
    await asSuperuser(site.db, `update lastmile.package set on_expiry = 'disconnect'`);
    await site.act({ act: 'suspend' });
    await vi.waitFor(
      () => expect(site.rows('/ip/arp').find(({ address }) => address === ADDRESS)).toMatchObject({ disabled: 'true' }),
      SOON,
    );
    await site.act({ act: 'leave' });
    await vi.waitFor(() => expect([queueOf(site), ...listed(site)]).toEqual([undefined]), SOON);
    await site.act({ act: 'return' });
    await vi.waitFor(() => expect(queueOf(site)).toMatchObject({ 'max-limit': expect.any(String) }), SOON);
  },
);

test(
  'operators 12: what was changed on the router by hand is shown, put right or accepted',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    await placed(site);
    const answer = async (how: string): Promise<void> => {
      const path = `/api/subscriptions/${site.line}/static-line/drift`;
      expect((await site.send('POST', path, { key: randomUUID(), answer: how })).status).toBe(202);
    };
    site.run('/queue/simple', 'set', { numbers: 'S-1', 'max-limit': '30M/30M' });
    const mine = site.rows('/ip/arp').find(({ address }) => address === ADDRESS)!;
    site.run('/ip/arp', 'remove', { '.id': mine['.id']! });
    await site.look();
    expect(await site.placement()).toMatchObject({
      state: 'drifted',
      drift: [
        { path: '/queue/simple max-limit', wanted: '10000000/10000000', found: '30M/30M' },
        { path: '/ip/arp', wanted: ADDRESS },
      ],
    });
    await site.look();
    expect((await site.events()).filter((type) => type === 'subscription.drifted')).toHaveLength(1);
    // What says nothing of the router changes nothing there.
    await site.act({ act: 'addQuota', gigabytes: 1 });
    await site.look();
    expect(queueOf(site)).toMatchObject({ 'max-limit': '30M/30M' });
    await answer('reapply');
    await vi.waitFor(async () => expect(await site.placement()).toMatchObject({ state: 'asWanted', drift: [] }), SOON);
    expect(queueOf(site)).toMatchObject({ 'max-limit': '10000000/10000000' });
    expect(site.rows('/ip/arp').some(({ address }) => address === ADDRESS)).toBe(true);

    site.run('/queue/simple', 'set', { numbers: 'S-1', 'max-limit': '30M/30M' });
    await site.look();
    await answer('keep');
    await site.look();
    expect(await site.placement()).toMatchObject({ state: 'asWanted', drift: [], kept: [{ found: '30M/30M' }] });
    // Until something else is wanted.
    await site.act({ act: 'changePackage', packageId: site.packages.business, when: 'now' });
    await vi.waitFor(() => expect(queueOf(site)).toMatchObject({ 'max-limit': '20000000/50000000' }), SOON);
  },
);

test(
  'operators 12: usage is what the queue counted, over restarts, resets and a queue made anew',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    await placed(site);
    site.router.fixed.put({ address: ADDRESS, mac: MAC, interface: PORT, isBusy: false });
    const moved = (received: number, sent: number): void =>
      expect(site.router.fixed.move(ADDRESS, { received, sent })).toBe(true);
    moved(1_000, 9_000);
    await site.look();
    expect(await site.usage()).toEqual({ up: 1_000, down: 9_000 });
    await site.look();
    expect(await site.usage()).toEqual({ up: 1_000, down: 9_000 });
    expect(site.lines.online.lineOf(site.tenant, site.line)).toMatchObject({ address: ADDRESS, access: 'static' });
    moved(500, 500);
    await site.look();
    // The counter goes backwards: by hand, and with the router.
    site.run('/queue/simple', 'reset-counters', { numbers: 'S-1' });
    moved(200, 300);
    await site.look();
    expect(await site.usage()).toEqual({ up: 1_700, down: 9_800 });
    const { bootedAt } = site.router;
    site.lab.nas.device.inject('reboot', { lastsMs: 2_500, delayMs: 0 });
    await until(() => Promise.resolve(site.router.bootedAt > bootedAt && isUp(site.routers, site.nas)), 'it is back');
    moved(5_000, 50_000);
    // It may be up before its connection is.
    await expect.poll(() => site.look().then(site.usage), { timeout: 10_000 }).toEqual({ up: 6_700, down: 59_800 });
    // Made anew by hand, with other counters.
    const { '.id': id } = queueOf(site)!;
    site.run('/queue/simple', 'remove', { '.id': id! });
    site.run('/queue/simple', 'add', { name: 'by hand', target: ADDRESS, 'max-limit': '10M/10M' });
    moved(1, 2);
    await site.look();
    expect(await site.usage()).toEqual({ up: 6_701, down: 59_802 });
    expect(site.counted.length).toBeGreaterThan(0);
  },
);

test(
  'operators 12: what a router with the same queue has already is taken over and not counted again',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    site.router.fixed.put({ address: ADDRESS, mac: MAC, interface: PORT, isBusy: false });
    site.run('/queue/simple', 'add', { name: 'kamau', target: `${ADDRESS}/32`, 'max-limit': '5M/5M' });
    expect(site.router.fixed.move(ADDRESS, { received: 7_000, sent: 70_000 })).toBe(true);
    await placed(site);
    expect(site.rows('/queue/simple').filter(({ target }) => target === `${ADDRESS}/32`)).toMatchObject([
      { name: 'S-1', 'max-limit': '10000000/10000000' },
    ]);
    await site.look();
    site.router.fixed.move(ADDRESS, { received: 10, sent: 20 });
    await site.look();
    expect(await site.usage()).toEqual({ up: 10, down: 20 });
  },
);

test(
  'operators 13: a line is not put on a router without the firewall rules it needs there',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    const path = `/api/subscriptions/${site.line}/static-line`;
    const place = () => site.send('PUT', path, { key: randomUUID(), nasId: site.nas.id });
    await asSuperuser(site.db, `update lastmile.package set address_list = 'gold'`);
    expect(await place()).toMatchObject({
      status: 409,
      body: { code: 'staticLine/router-lacks', errors: [{ message: 'No firewall rule of it looks at gold.' }] },
    });
    site.run('/ip/firewall/mangle', 'add', { chain: 'forward', action: 'mark-packet', 'src-address-list': 'gold' });
    expect((await place()).status).toBe(202);
    await vi.waitFor(() => expect(listed(site)).toEqual(['gold']), SOON);
  },
);

test(
  'operators 12: lines whose address a router knows already are found there and taken over together',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    const path = `/api/nas/${site.nas.id}/static-lines`;
    expect((await site.send('GET', path)).body).toEqual({ lines: [], found: [] });
    site.run('/queue/simple', 'add', { name: 'kamau', target: `${ADDRESS}/32`, 'max-limit': '5M/5M' });
    site.router.fixed.put({ address: ADDRESS, mac: MAC, interface: PORT, isBusy: false });
    expect((await site.send('GET', path)).body).toMatchObject({
      lines: [],
      found: [{ id: site.line, number: 1, address: ADDRESS, port: PORT, customerName: 'Wanjiru Kamau' }],
    });
    const other = randomUUID();
    expect(await site.send('POST', path, { key: randomUUID(), ids: [site.line, other] })).toMatchObject({
      status: 202,
      body: { adopted: 1, refused: [{ id: other }] },
    });
    await vi.waitFor(async () => {
      expect((await site.send('GET', path)).body).toMatchObject({
        lines: [{ id: site.line, address: ADDRESS, port: PORT, state: 'asWanted', differences: 0 }],
        found: [],
      });
    }, SOON);
    expect(site.rows('/queue/simple').filter(({ target }) => target === `${ADDRESS}/32`)).toHaveLength(1);
  },
);

test('operators 12: the speed of a line without RADIUS is read from its queue', { timeout: SLOW_MS }, async () => {
  await using site = await startStaticSite();
  await placed(site);
  site.router.fixed.put({ address: ADDRESS, mac: MAC, interface: PORT, isBusy: true });
  const ending = new AbortController();
  const seen: number[] = [];
  const line = { username: 'S-1', access: 'static' } as const;
  const onRate = (rate: SessionRates): void => void seen.push(rate.downBps);
  const following = site.routers.followSession(site.tenant, site.nas.id, line, onRate, ending.signal);
  await vi.waitFor(() => expect(Math.max(...seen)).toBeGreaterThan(0), SOON);
  ending.abort();
  await following.catch(() => undefined);
});

test(
  'operators 12: a change that was interrupted half-way is finished, also when it is taken back meanwhile',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startStaticSite();
    await placed(site);
    // The router takes the entry of the walled garden, and is gone before anything is read back.
    const give = site.router.give.bind(site.router);
    site.router.give = (command, ...rest) => {
      const answer = give(command, ...rest);
      if (command === '/ip/firewall/address-list/add') {
        site.router.give = give;
        site.lab.nas.device.inject('half-open', { lastsMs: 3_000, delayMs: 0 });
      }
      return answer;
    };
    await site.act({ act: 'suspend' });
    await vi.waitFor(() => expect(listed(site)).toEqual([WALLED_GARDEN_LIST]), SOON);
    await site.act({ act: 'resume' });
    await vi.waitFor(
      async () => {
        expect(listed(site)).toEqual([]);
        expect(await site.placement()).toMatchObject({ state: 'asWanted', drift: [] });
      },
      { timeout: 60_000, interval: 100 },
    );
  },
);
