import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { namesOf, octetsOf, textOf, vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { eventually } from '../support/eventually.ts';
import { startRadiusLab } from './radiusLab.ts';
import { openPassword } from './radiusResponder.ts';

const mikrotik = (...attributes: readonly (readonly [string, string | number])[]) =>
  ['Vendor-Specific', vendorIds.mikrotik, attributes] as const;

describe('a PPPoE login', () => {
  test('says what RouterOS says, from the address of the router', async () => {
    await using lab = await startRadiusLab();
    const state = await lab.dial({ username: 'SFL001' });
    expect(state).toMatchObject({ phase: 'online', outcome: 'accepted' });
    const [request] = lab.server.access;
    expect(namesOf(request!.packet)).toEqual([
      'Service-Type',
      'Framed-Protocol',
      'NAS-Port',
      'NAS-Port-Type',
      'User-Name',
      'Calling-Station-Id',
      'Called-Station-Id',
      'NAS-Port-Id',
      'Acct-Session-Id',
      'CHAP-Challenge',
      'CHAP-Password',
      'NAS-Identifier',
      'NAS-IP-Address',
      'Message-Authenticator',
    ]);
    expect(request!.packet.attributes).toMatchObject({
      'Service-Type': 'Framed-User',
      'Framed-Protocol': 'PPP',
      'NAS-Port-Type': 'Ethernet',
      'User-Name': 'SFL001',
      'Calling-Station-Id': 'D8:32:14:62:F2:56',
      'Called-Station-Id': 'nas-test',
      'NAS-Port-Id': 'vlan100-pppoe',
      'NAS-Identifier': 'NAS-TEST',
      'NAS-IP-Address': '127.0.0.1',
    });
    expect(textOf(request!.packet, 'Acct-Session-Id')).toMatch(/^81[\da-f]00000$/);
  });

  test('PAP hides the password, CHAP proves it', async () => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'pap', method: 'pap' });
    await lab.dial({ username: 'chap', method: 'chap', mac: 'D8:32:14:00:00:01' });
    const [pap, chap] = lab.server.access;
    expect(openPassword(pap!)).toBe('secret1');
    const [challenge] = octetsOf(chap!.packet, 'CHAP-Challenge');
    const [proof] = octetsOf(chap!.packet, 'CHAP-Password');
    const expected = createHash('md5').update(proof!.subarray(0, 1)).update('secret1').update(challenge!).digest();
    expect(proof!.subarray(1)).toEqual(expected);
  });

  test('what was granted stands in the tables, and is gone with the session', async () => {
    await using lab = await startRadiusLab();
    lab.run('/ip/pool', 'add', { name: 'gold', ranges: '10.99.0.1-10.99.0.9' });
    lab.server.decide = () => ({
      code: 'Access-Accept',
      attributes: [
        ['Framed-Pool', 'gold'],
        ['Framed-Route', '10.98.0.0/24 0.0.0.0 1'],
        ['Delegated-IPv6-Prefix', Buffer.from('003820010db8000100', 'hex')],
        mikrotik(['Mikrotik-Rate-Limit', '2M/10M 4M/20M 1500k/8M 10/10 5']),
        mikrotik(['Mikrotik-Address-List', 'GOLD']),
      ],
    });
    const state = await lab.dial({ username: 'gold1' });
    const active = { name: 'gold1', address: '10.99.0.9', radius: 'true', 'caller-id': 'D8:32:14:62:F2:56' };
    expect(lab.rows('/ppp/active')).toContainEqual(expect.objectContaining(active));
    expect(lab.rows('/queue/simple')).toMatchObject([
      {
        name: '<pppoe-gold1>',
        target: '<pppoe-gold1>',
        'max-limit': '2000000/10000000',
        'burst-limit': '4000000/20000000',
        'burst-threshold': '1500000/8000000',
        'burst-time': '10s/10s',
        priority: '5/5',
        dynamic: 'true',
      },
    ]);
    expect(lab.rows('/ip/firewall/address-list')).toContainEqual(
      expect.objectContaining({ list: 'GOLD', address: '10.99.0.9', dynamic: 'true' }),
    );
    expect(lab.rows('/ipv6/firewall/address-list')).toMatchObject([{ list: 'GOLD', address: '2001:db8:1::/56' }]);
    expect(lab.rows('/ipv6/dhcp-server/binding')).toMatchObject([
      { address: '2001:db8:1::/56', server: '<pppoe-gold1>' },
    ]);
    expect(lab.rows('/ip/route')).toContainEqual(
      expect.objectContaining({ 'dst-address': '10.98.0.0/24', gateway: '<pppoe-gold1>' }),
    );
    lab.router.lines.hangUp(state, 'User-Request');
    expect(lab.rows('/ppp/active').filter(({ name }) => name === 'gold1')).toEqual([]);
    expect(lab.rows('/queue/simple').concat(lab.rows('/ipv6/dhcp-server/binding'))).toEqual([]);
    expect(lab.rows('/ip/firewall/address-list').filter(({ list }) => list === 'GOLD')).toEqual([]);
    expect(lab.rows('/ip/route').filter(({ gateway }) => gateway === '<pppoe-gold1>')).toEqual([]);
  });

  test.for([
    {
      what: 'a pool that is not there',
      attributes: [['Framed-Pool', 'none-such'] as const],
      says: /could not determine/,
    },
    {
      what: 'a profile that is not there',
      attributes: [mikrotik(['Mikrotik-Group', 'platinum'])],
      says: /unknown profile <platinum>/,
    },
  ])('fails for $what', async ({ attributes, says }) => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({ code: 'Access-Accept', attributes });
    expect(await lab.dial({ username: 'lost' })).toMatchObject({ phase: 'idle', outcome: 'unusable' });
    expect(lab.rows('/log').some(({ message }) => says.test(message ?? ''))).toBe(true);
    expect(lab.server.accounting).toEqual([]);
  });

  test('a refusal is written down with the words of the server', async () => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({ code: 'Access-Reject', attributes: [['Reply-Message', 'not paid']] });
    expect(await lab.dial({ username: 'poor' })).toMatchObject({ outcome: 'rejected', message: 'not paid' });
    expect(lab.rows('/radius').length).toBe(1);
    const line = '<pppoe-poor>: user poor authentication failed - not paid';
    expect(lab.rows('/log').map(({ message }) => message)).toContain(line);
  });

  test('a name that the router knows itself is not asked about', async () => {
    await using lab = await startRadiusLab();
    lab.run('/ppp/secret', 'add', { name: 'own', password: 'x' });
    expect(await lab.dial({ username: 'own' })).toMatchObject({ outcome: 'local' });
    expect(lab.server.access).toEqual([]);
    lab.run('/ppp/secret', 'set', { numbers: 'own', disabled: 'yes' });
    expect(await lab.dial({ username: 'own' })).toMatchObject({ outcome: 'accepted' });
  });
});

describe('an answer', () => {
  test('without Message-Authenticator is dropped by versions that demand it, and taken by older ones', async () => {
    for (const [version, outcome] of [
      ['7.20.6', 'timeout'],
      ['6.49.17', 'accepted'],
    ] as const) {
      await using lab = await startRadiusLab(version, '100ms');
      lab.server.signsReplies = false;
      expect(await lab.dial({ username: 'a' })).toMatchObject({ outcome });
      const signed = namesOf(lab.server.access[0]!.packet).includes('Message-Authenticator');
      expect(signed).toBe(version === '7.20.6');
    }
  });

  test('that does not come is asked for again with the same octets, then of the next server', async () => {
    await using lab = await startRadiusLab('7.20.6', '100ms');
    await using other = await startRadiusLab();
    lab.server.decide = () => undefined;
    lab.run('/radius', 'add', {
      address: '127.0.0.1',
      service: 'ppp',
      secret: 'lab-secret',
      timeout: '1s',
      'authentication-port': String(other.server.authPort),
    });
    expect(await lab.dial({ username: 'a' })).toMatchObject({ outcome: 'accepted' });
    expect(lab.server.access).toHaveLength(3);
    expect(new Set(lab.server.access.map(({ bytes }) => bytes.toString('hex'))).size).toBe(1);
    expect(other.server.access).toHaveLength(1);
  });

  test('with another secret counts as bad', async () => {
    await using lab = await startRadiusLab('6.49.17', '100ms');
    lab.run('/radius', 'set', { numbers: lab.rows('/radius')[0]!['.id']!, secret: 'wrong' });
    expect(await lab.dial({ username: 'a', method: 'pap' })).toMatchObject({ outcome: 'timeout' });
    const counters = lab.router.radius.counters(lab.router.table('/radius').all()[0]!);
    expect(counters).toMatchObject({ badReplies: 3, timeouts: 1, accepts: 0 });
  });
});

describe('a hotspot guest', () => {
  test('logs in by CHAP with what a hotspot says', async () => {
    await using lab = await startRadiusLab();
    const state = await lab.dial({ username: 'VOUCHER7', access: 'hotspot' });
    expect(state.outcome).toBe('accepted');
    const { packet } = lab.server.access[0]!;
    expect(packet.attributes).toMatchObject({
      'NAS-Port-Type': 'Wireless-802.11',
      'Called-Station-Id': 'hotspot1',
      'Service-Type': 'Login-User',
      'User-Name': 'VOUCHER7',
    });
    expect(namesOf(packet)).toEqual(expect.arrayContaining(['CHAP-Password', 'Mikrotik-Host-IP', 'WISPr-Logoff-URL']));
    expect(namesOf(packet)).not.toContain('Framed-Protocol');
    expect(textOf(packet, 'Mikrotik-Host-IP')).toBe(textOf(packet, 'Framed-IP-Address'));
    expect(Number.parseInt(textOf(packet, 'Acct-Session-Id') ?? '', 16)).toBe(packet.attributes['NAS-Port']);
    expect(lab.rows('/ip/hotspot/active')).toContainEqual(
      expect.objectContaining({ user: 'VOUCHER7', radius: 'true', 'login-by': 'http-chap' }),
    );
  });

  test('who is known by the phone gives its MAC for a name', async () => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'phone', access: 'hotspot', method: 'mac' });
    expect(textOf(lab.server.access[0]!.packet, 'User-Name')).toBe('D8:32:14:62:F2:56');
    expect(lab.rows('/ip/hotspot/active')[0]).toMatchObject({ 'login-by': 'mac' });
  });

  test('a pool that the router does not have keeps the guest out', async () => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({ code: 'Access-Accept', attributes: [['Framed-Pool', 'pppoe-gold']] });
    expect(await lab.dial({ username: 'guest', access: 'hotspot' })).toMatchObject({ outcome: 'unusable' });
    await eventually(
      () => lab.rows('/log').some(({ message }) => /no address from ip pool/.test(message ?? '')),
      'log',
    );
  });
});

describe('a customer behind IPoE', () => {
  test('is asked about by MAC when it wants an address, and has its lease as long as it is let in', async () => {
    await using lab = await startRadiusLab();
    lab.run('/ip/dhcp-server', 'set', { numbers: 'dhcp-hotspot', 'use-radius': 'yes' });
    lab.run('/radius', 'set', { numbers: lab.rows('/radius')[0]!['.id']!, service: 'ppp,hotspot,dhcp' });
    lab.server.decide = () => ({
      code: 'Access-Accept',
      attributes: [
        ['Framed-IP-Address', '10.44.0.7'],
        ['Session-Timeout', 600],
        mikrotik(['Mikrotik-Rate-Limit', '4M/8M']),
        mikrotik(['Mikrotik-Address-List', 'HOMES']),
      ],
    });
    const state = await lab.dial({ username: 'house', access: 'dhcp' });
    expect(state.outcome).toBe('accepted');
    const received = lab.server.access[0]!;
    expect(received.packet.attributes).toMatchObject({
      'User-Name': 'D8:32:14:62:F2:56',
      'Calling-Station-Id': '1:d8:32:14:62:f2:56',
      'Called-Station-Id': 'dhcp-hotspot',
      'NAS-Port-Type': 'Ethernet',
    });
    expect(openPassword(received)).toBe('');
    expect(namesOf(received.packet)).not.toContain('Framed-Protocol');
    const lease = lab.rows('/ip/dhcp-server/lease').find(({ address }) => address === '10.44.0.7');
    expect(lease).toMatchObject({ radius: 'true', dynamic: 'true', 'lease-time': '10m' });
    expect(lab.rows('/queue/simple')).toMatchObject([{ name: 'dhcp-ds<D8:32:14:62:F2:56>', target: '10.44.0.7/32' }]);
    lab.router.lines.hangUp(state, 'User-Request');
    await eventually(() => lab.server.accounting.length === 2, 'start and stop');
    expect(lab.rows('/ip/dhcp-server/lease').filter(({ radius }) => radius === 'true')).toEqual([]);
    expect(lab.rows('/queue/simple')).toEqual([]);
  });
});
