import { expect, test } from 'vitest';
import { probe } from '#lab/nas/mikrotik/firewall/probe.ts';
import type { NasSession } from '#lab/nas/mikrotik/radius/nasSession.ts';
import { vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { mikrotikDriver } from '#server/nas/vendors/mikrotik/mikrotikDriver.ts';
import { onboardingScript } from '#server/nas/vendors/mikrotik/onboarding/onboardingScript.ts';
import { wantedGarden } from '#server/nas/vendors/mikrotik/onboarding/wantedGarden.ts';
import type { NasWire } from '#server/nas/vendors/nasDriver.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { type RadiusLab, startRadiusLab } from '../lab/radiusLab.ts';
import { watchRouter } from './watchedRouters.ts';

const allowed = { servers: ['10.1.1.1'], portalPort: 8091 };
const site = { address: '142.250.74.78', port: 443, protocol: 'tcp' } as const;
const site6 = { ...site, address: '2a00:1450:4001::64' } as const;
const names = { ...site, port: 53, protocol: 'udp' } as const;

/** A router with FastTrack, set up by the product's script after its engineers had set it up. */
async function world() {
  await using starting = new AsyncDisposableStack();
  const stack = new AsyncDisposableStack();
  starting.use(stack);
  const lab = stack.use(await startRadiusLab());
  const { router } = lab;
  for (const family of ['/ip', '/ipv6'])
    lab.run(`${family}/firewall/filter`, 'add', {
      ...{ chain: 'forward', action: 'fasttrack-connection', 'connection-state': 'established,related' },
    });
  expect(router.paste(onboardingScript(wantedGarden(allowed), 'garden'))).toMatchObject({ errors: [] });
  const watched = watchRouter('NAS-TEST', {
    ...{ host: lab.lab.api.host, port: lab.lab.api.port, security: 'plain', fingerprint: undefined },
    ...{ username: lab.lab.nas.user, password: lab.lab.nas.password },
  });
  stack.defer(() => watched.stop());
  await expect.poll(() => watched.channel.isConnected).toBe(true);
  starting.move();
  return {
    ...{ lab, router, wire: (): NasWire => watched.channel.wire(), signal: new AbortController().signal },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function customer(lab: RadiusLab, username: string, last: number, isPaid: boolean): Promise<NasSession> {
  lab.server.decide = () => ({
    code: 'Access-Accept',
    attributes: [
      ['Delegated-IPv6-Prefix', Buffer.from(`003820010db8000${last}00`, 'hex')],
      ...(isPaid
        ? []
        : [['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Address-List', WALLED_GARDEN_LIST]]] as const]),
    ],
  });
  return (await lab.dial({ username, mac: `D8:32:14:00:00:0${last}` })).session!;
}

test('operators 7: who is in the garden reaches names and the page, by IPv4 and IPv6, whatever else the router lets through', async () => {
  await using here = await world();
  const { lab, router } = here;
  const [paid, expired] = [await customer(lab, 'paid', 1, true), await customer(lab, 'expired', 2, false)];
  for (const target of [site, site6, names])
    expect(probe(router, paid, target)).toMatchObject({ outcome: 'reached', state: 'new' });
  expect(probe(router, expired, site)).toMatchObject({ outcome: 'blocked' });
  expect(probe(router, expired, site6)).toMatchObject({ outcome: 'blocked' });
  expect(probe(router, expired, names)).toMatchObject({ outcome: 'reached' });
  expect(probe(router, expired, { ...site, port: 80 })).toMatchObject({ outcome: 'redirected', to: '10.1.1.1:8091' });
});

test('operators 7: what was open when the garden came is ended, of nobody else and not the page', async () => {
  await using here = await world();
  const { lab, router, wire, signal } = here;
  const [paid, expires] = [await customer(lab, 'paid', 1, true), await customer(lab, 'expires', 2, true)];
  for (const session of [paid, expires])
    for (const target of [site, site6, site, site6]) probe(router, session, target);
  lab.run('/ip/firewall/address-list', 'add', { list: WALLED_GARDEN_LIST, address: expires.address });
  lab.run('/ipv6/firewall/address-list', 'add', { list: WALLED_GARDEN_LIST, address: expires.grant.delegatedPrefix! });
  probe(router, expires, names);
  // Fast-tracked: the rules never see them again.
  expect(probe(router, expires, site)).toMatchObject({ outcome: 'reached', state: 'established' });
  expect(await mikrotikDriver.gardenMembers(wire(), signal)).toEqual({
    members: [expires.address, expires.grant.delegatedPrefix],
    removed: 0,
  });
  expect(await mikrotikDriver.clearGarden(wire(), allowed, signal)).toMatchObject({ removed: 2 });
  expect(probe(router, expires, site)).toMatchObject({ outcome: 'blocked' });
  expect(probe(router, expires, site6)).toMatchObject({ outcome: 'blocked' });
  expect(probe(router, expires, names)).toMatchObject({ outcome: 'reached', state: 'established' });
  for (const target of [site, site6])
    expect(probe(router, paid, target)).toMatchObject({ outcome: 'reached', state: 'established' });
  expect(await mikrotikDriver.clearGarden(wire(), allowed, signal)).toMatchObject({ removed: 0 });
});

test('operators 7: who gets the address next is not in the garden', async () => {
  await using here = await world();
  const { lab, router, wire, signal } = here;
  lab.run('/ip/pool', 'add', { name: 'one', ranges: '10.66.0.1-10.66.0.1' });
  lab.run('/ppp/profile', 'set', { numbers: 'home-10M', 'remote-address': 'one' });
  const first = await customer(lab, 'expired', 1, false);
  expect(probe(router, first, site)).toMatchObject({ outcome: 'blocked' });
  router.lines.hangUp(router.lines.find('expired')!, 'User-Request');
  const second = await customer(lab, 'paid', 2, true);
  expect(second.address).toBe(first.address);
  expect(probe(router, second, site)).toMatchObject({ outcome: 'reached', state: 'new' });
  expect(await mikrotikDriver.clearGarden(wire(), allowed, signal)).toEqual({ members: [], removed: 0 });
});
