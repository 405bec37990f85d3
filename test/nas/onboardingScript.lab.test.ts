import { expect, test } from 'vitest';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import type { NasNeeds } from '#server/nas/vendors/nasOnboarding.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { startRouter } from '../lab/labRouter.ts';
import { watchRouter } from './watchedRouters.ts';

const driver = nasDrivers[0]!;
const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };

test.for(['6.49.17', '7.16', '7.20.6'])(
  'operators 13: the script pasted into a router of %s sets all it needs, is read back, and what is misconfigured later is found',
  async (version) => {
    await using lab = await startRouter(version);
    const { router } = lab.nas.device;
    const needs: NasNeeds = {
      ...{ servers: ['127.0.0.1'], authenticationPort: 1812, accountingPort: 1813, radiusSecret: 'a secret "quoted"' },
      ...{
        radiusSource: '127.0.0.1',
        incomingPort: 3799,
        portalPort: 8091,
        interimMinutes: 5,
        ntpServers: ['10.0.0.1'],
      },
      ...{ user: 'lastmile', password: 'Pw-1', loginNow: lab.nas.user, port: lab.api.port, security: 'plain', version },
    };
    expect(router.paste(driver.onboarding.script(needs, 'test')).errors).toEqual([]);
    const rows = (menu: string) => router.run(menu, 'print', {}, admin).rows;
    expect(rows('/radius')).toMatchObject([
      { address: '127.0.0.1', timeout: '3s', 'src-address': '127.0.0.1', secret: needs.radiusSecret },
    ]);
    expect(rows('/radius/incoming')).toMatchObject([{ port: '3799' }]);
    expect(rows('/ppp/aaa')).toMatchObject([{ 'interim-update': '5m' }]);
    expect(rows('/ip/firewall/filter').filter((row) => row['src-address-list'] === WALLED_GARDEN_LIST)).toHaveLength(1);
    const watched = watchRouter('NAS-TEST', {
      ...{ host: lab.api.host, port: lab.api.port, security: 'plain', fingerprint: undefined },
      ...{ username: 'admin', password: lab.nas.adminPassword },
    });
    await expect.poll(() => watched.channel.isConnected, { timeout: 10_000 }).toBe(true);
    const { signal } = new AbortController();
    const wrong = async () =>
      (await driver.onboarding.check(watched.channel.wire(), needs, signal)).filter(
        ({ state }) => state !== 'right' && state !== 'notNeeded',
      );
    expect(await wrong()).toEqual([]);
    router.run('/radius/incoming', 'set', { accept: 'no' }, admin);
    router.run('/radius', 'set', { numbers: rows('/radius')[0]!['.id']!, timeout: '300ms' }, admin);
    router.run('/ppp/aaa', 'set', { 'use-radius': 'no' }, admin);
    expect((await wrong()).map(({ item, differences }) => [item, differences.map(({ field }) => field)])).toEqual([
      ['radiusClient', ['timeout']],
      ['radiusIncoming', ['accept']],
      ['pppAaa', ['use-radius']],
    ]);
    expect(await driver.onboarding.putRight(watched.channel.wire(), needs, undefined, signal)).toEqual([]);
    expect(await wrong()).toEqual([]);
    watched.stop();
  },
);
