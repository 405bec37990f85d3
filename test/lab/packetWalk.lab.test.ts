import { expect, test } from 'vitest';
import { probe } from '#lab/nas/mikrotik/firewall/probe.ts';
import { vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { startRadiusLab, type RadiusLab } from './radiusLab.ts';

const portal = '10.1.1.1';
const site = { address: '142.250.74.78', port: 443, protocol: 'tcp' } as const;
const page = { ...site, port: 80 };
const site6 = { address: '2a00:1450:4001::64', port: 443, protocol: 'tcp' } as const;

/** Who is in EXPIRED sees the payment page and nothing else. */
function wall(lab: RadiusLab): void {
  const expired = { 'src-address-list': 'EXPIRED' };
  const filter = '/ip/firewall/filter';
  lab.run(filter, 'add', {
    chain: 'forward',
    action: 'fasttrack-connection',
    'connection-state': 'established,related',
  });
  lab.run(filter, 'add', { chain: 'forward', action: 'accept', 'connection-state': 'established,related' });
  lab.run(filter, 'add', { chain: 'forward', action: 'accept', ...expired, 'dst-address': portal });
  lab.run(filter, 'add', { chain: 'forward', action: 'jump', 'jump-target': 'walled', ...expired });
  lab.run(filter, 'add', { chain: 'walled', action: 'accept', protocol: 'udp', 'dst-port': '53' });
  lab.run(filter, 'add', { chain: 'walled', action: 'reject', comment: 'expired' });
  const turn = { action: 'dst-nat', 'to-addresses': portal, 'to-ports': '8080', protocol: 'tcp', 'dst-port': '80' };
  lab.run('/ip/firewall/nat', 'add', { chain: 'dstnat', ...turn, ...expired });
}

async function customer(lab: RadiusLab, username: string, list?: string) {
  lab.server.decide = () => ({
    code: 'Access-Accept',
    attributes: [
      ['Delegated-IPv6-Prefix', Buffer.from('003820010db8000100', 'hex')],
      ...(list === undefined
        ? []
        : [['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Address-List', list]]] as const]),
    ],
  });
  const { session } = await lab.dial({ username, mac: `D8:32:14:00:00:0${username.length}` });
  return session!;
}

test('who has paid reaches everything, who has not sees the page only', async () => {
  await using lab = await startRadiusLab();
  wall(lab);
  const [paid, expired] = [await customer(lab, 'paid'), await customer(lab, 'expired', 'EXPIRED')];
  expect(probe(lab.router, paid, site)).toMatchObject({ outcome: 'reached', state: 'new' });
  expect(probe(lab.router, expired, site)).toMatchObject({ outcome: 'blocked', by: 'expired' });
  expect(probe(lab.router, expired, page)).toMatchObject({ outcome: 'redirected', to: `${portal}:8080` });
  expect(probe(lab.router, expired, { ...site, port: 53, protocol: 'udp' })).toMatchObject({ outcome: 'reached' });
});

test('a connection that was open goes on, past the firewall, until it is removed', async () => {
  await using lab = await startRadiusLab();
  wall(lab);
  const session = await customer(lab, 'a');
  expect(probe(lab.router, session, site)).toMatchObject({ outcome: 'reached', state: 'new', isFastTracked: false });
  expect(probe(lab.router, session, site)).toMatchObject({ outcome: 'reached', isFastTracked: true });
  lab.run('/ip/firewall/address-list', 'add', { list: 'EXPIRED', address: session.address });
  expect(probe(lab.router, session, site)).toMatchObject({ outcome: 'reached', state: 'established' });
  expect(probe(lab.router, session, { ...site, port: 8443 })).toMatchObject({ outcome: 'blocked' });
  const rows = lab.rows('/ip/firewall/connection');
  expect(rows).toMatchObject([{ 'dst-address': `${site.address}:443`, fasttrack: 'true' }]);
  lab.run('/ip/firewall/connection', 'remove', { '.id': rows[0]!['.id']! });
  expect(probe(lab.router, session, site)).toMatchObject({ outcome: 'blocked' });
});

test('IPv6 goes round a wall that is of IPv4 only', async () => {
  await using lab = await startRadiusLab();
  wall(lab);
  const session = await customer(lab, 'six', 'EXPIRED');
  expect(probe(lab.router, session, site)).toMatchObject({ outcome: 'blocked' });
  expect(probe(lab.router, session, site6)).toMatchObject({ outcome: 'reached' });
  const rule = { chain: 'forward', action: 'drop', 'src-address-list': 'EXPIRED' };
  lab.run('/ipv6/firewall/filter', 'add', rule);
  expect(probe(lab.router, session, { ...site6, port: 80 })).toMatchObject({ outcome: 'blocked' });
});

test('who gets the address next has nothing to do with who had it', async () => {
  await using lab = await startRadiusLab();
  wall(lab);
  lab.run('/ip/pool', 'add', { name: 'one', ranges: '10.66.0.1-10.66.0.1' });
  lab.run('/ppp/profile', 'set', { numbers: 'home-10M', 'remote-address': 'one' });
  const first = await customer(lab, 'a', 'EXPIRED');
  expect(probe(lab.router, first, site)).toMatchObject({ outcome: 'blocked' });
  lab.router.lines.hangUp(lab.router.lines.find('a')!, 'User-Request');
  const second = await customer(lab, 'bb');
  expect(second.address).toBe(first.address);
  expect(probe(lab.router, second, site)).toMatchObject({ outcome: 'reached', state: 'new' });
});
