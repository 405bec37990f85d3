import { describe, expect, test } from 'vitest';
import { textOf, vendorIds, type RadiusAttribute } from '#lab/nas/radius/radiusCodec.ts';
import { eventually } from '../support/eventually.ts';
import { sendIncoming, type IncomingRequest } from './incomingClient.ts';
import { startRadiusLab, type RadiusLab } from './radiusLab.ts';

const mikrotik = (name: string, value: string | number): RadiusAttribute => [
  'Vendor-Specific',
  vendorIds.mikrotik,
  [[name, value]],
];

async function ask(
  lab: RadiusLab,
  code: IncomingRequest['code'],
  ...attributes: readonly RadiusAttribute[]
): Promise<string> {
  await eventually(() => lab.router.lines.incoming.port !== undefined, 'the router listens');
  const [answer] = await sendIncoming(lab.router.lines.incoming.port!, { code, attributes, isSigned: true });
  const cause = answer && textOf(answer, 'Error-Cause');
  return [answer?.code ?? 'nothing', ...(cause === undefined ? [] : [cause])].join(' ');
}

const idOf = (lab: RadiusLab, username: string): string => lab.router.lines.find(username)!.session!.login.number.id;

describe('a change of a PPPoE session', () => {
  test('of rate, address list and time stands in the tables at once, and the session goes on', async () => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({ code: 'Access-Accept', attributes: [mikrotik('Mikrotik-Rate-Limit', '2M/10M')] });
    const state = await lab.dial({ username: 'a' });
    const before = lab.rows('/ppp/active').find(({ name }) => name === 'a');
    const answer = await ask(
      lab,
      'CoA-Request',
      ['User-Name', 'a'],
      ['Acct-Session-Id', idOf(lab, 'a')],
      mikrotik('Mikrotik-Rate-Limit', '128k/256k'),
      mikrotik('Mikrotik-Address-List', 'EXPIRED'),
      ['Session-Timeout', 7200],
    );
    expect(answer).toBe('CoA-ACK');
    expect(lab.rows('/queue/simple')).toMatchObject([{ name: '<pppoe-a>', 'max-limit': '128000/256000' }]);
    expect(
      lab.rows('/ip/firewall/address-list').filter(({ list, dynamic }) => list === 'EXPIRED' && dynamic === 'true'),
    ).toMatchObject([{ address: state.session!.address }]);
    expect(state.session!.sessionTimeout).toBe(7200);
    expect(lab.rows('/ppp/active').find(({ name }) => name === 'a')?.['.id']).toBe(before?.['.id']);
    const free = mikrotik('Mikrotik-Address-List', 'FREE');
    expect(await ask(lab, 'CoA-Request', ['Acct-Session-Id', idOf(lab, 'a')], free)).toBe('CoA-ACK');
    const lists = lab.rows('/ip/firewall/address-list').filter(({ dynamic }) => dynamic === 'true');
    expect(lists.map(({ list }) => list)).toEqual(['FREE']);
  });

  test.for([
    { why: 'another router', extra: [['NAS-Identifier', 'OTHER']], says: 'NAS-Identification-Mismatch' },
    {
      why: 'an address that the router does not have',
      extra: [['NAS-IP-Address', '10.0.0.1']],
      says: 'NAS-Identification-Mismatch',
    },
    { why: 'another user', extra: [['User-Name', 'b']], says: 'Session-Context-Not-Found' },
    { why: 'another address', extra: [['Framed-IP-Address', '9.9.9.9']], says: 'Session-Context-Not-Found' },
    { why: 'a pool', extra: [['Framed-Pool', 'gold']], says: 'Unsupported-Attribute' },
    { why: 'authorization only', extra: [['Service-Type', 'Authorize-Only']], says: 'Unsupported-Service' },
    { why: 'a rate that is none', extra: [mikrotik('Mikrotik-Rate-Limit', 'fast')], says: 'Invalid-Attribute-Value' },
  ] as const)('is refused for $why, and nothing of it is done', async ({ extra, says }) => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'a' });
    const id = ['Acct-Session-Id', idOf(lab, 'a')] as const;
    const change = ['Session-Timeout', 60] as const;
    expect(await ask(lab, 'CoA-Request', id, change, ...(extra as readonly RadiusAttribute[]))).toBe(`CoA-NAK ${says}`);
    expect(lab.router.lines.find('a')!.session!.sessionTimeout).toBe(0);
  });

  test('that names nobody but a user is refused', async () => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'a' });
    const answer = await ask(lab, 'CoA-Request', ['User-Name', 'a'], ['Session-Timeout', 60]);
    expect(answer).toBe('CoA-NAK Missing-Attribute');
  });

  test('an old version knows no address lists', async () => {
    await using lab = await startRadiusLab('6.49.17');
    await lab.dial({ username: 'a' });
    const id = ['Acct-Session-Id', idOf(lab, 'a')] as const;
    const answer = await ask(lab, 'CoA-Request', id, mikrotik('Mikrotik-Address-List', 'X'));
    expect(answer).toBe('CoA-NAK Unsupported-Attribute');
  });
});

describe('a hotspot session', () => {
  test('is found by its address, not changed in its rate, and ended', async () => {
    await using lab = await startRadiusLab();
    const state = await lab.dial({ username: 'guest', access: 'hotspot' });
    const name = ['User-Name', 'guest'] as const;
    const id = ['Acct-Session-Id', idOf(lab, 'guest')] as const;
    const address = ['Framed-IP-Address', state.session!.address] as const;
    expect(await ask(lab, 'Disconnect-Request', name, id)).toBe('Disconnect-NAK Missing-Attribute');
    const rate = mikrotik('Mikrotik-Rate-Limit', '1M/1M');
    expect(await ask(lab, 'CoA-Request', name, address, rate)).toBe('CoA-NAK Unsupported-Attribute');
    expect(await ask(lab, 'CoA-Request', name, address, ['Session-Timeout', 900])).toBe('CoA-ACK');
    expect(await ask(lab, 'Disconnect-Request', name, address)).toBe('Disconnect-ACK');
    await eventually(() => lab.server.accounting.length === 2, 'the stop is told');
    expect(lab.server.accounting[1]!.packet.attributes).toMatchObject({ 'Acct-Status-Type': 'Stop' });
    expect(lab.rows('/ip/hotspot/active').filter(({ user }) => user === 'guest')).toEqual([]);
  });
});

describe('a Disconnect-Request', () => {
  test('ends the session, which is told with its cause, and is answered once more with the same', async () => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'a' });
    await eventually(() => lab.router.lines.incoming.port !== undefined, 'the router listens');
    const attributes = [['Acct-Session-Id', idOf(lab, 'a')] as const];
    const request: IncomingRequest = { code: 'Disconnect-Request', attributes };
    const answers = await sendIncoming(lab.router.lines.incoming.port!, request, { times: 3 });
    expect(answers.map(({ code }) => code)).toEqual(['Disconnect-ACK', 'Disconnect-ACK', 'Disconnect-ACK']);
    await eventually(() => lab.server.accounting.length === 2, 'the stop is told');
    expect(lab.server.accounting[1]!.packet.attributes).toMatchObject({ 'Acct-Terminate-Cause': 'Admin-Reset' });
    expect(await ask(lab, 'Disconnect-Request', ...attributes)).toBe('Disconnect-NAK Session-Context-Not-Found');
  });

  test('that asks for more is refused', async () => {
    await using lab = await startRadiusLab();
    await lab.dial({ username: 'a' });
    const answer = await ask(lab, 'Disconnect-Request', ['Acct-Session-Id', idOf(lab, 'a')], ['Session-Timeout', 5]);
    expect(answer).toBe('Disconnect-NAK Unsupported-Attribute');
  });
});

test('what is signed with another secret is dropped and written down', async () => {
  await using lab = await startRadiusLab();
  lab.run('/system/logging', 'add', { topics: 'radius,debug' });
  await lab.dial({ username: 'a' });
  await eventually(() => lab.router.lines.incoming.port !== undefined, 'the router listens');
  const attributes = [['Acct-Session-Id', idOf(lab, 'a')] as const];
  const request: IncomingRequest = { code: 'Disconnect-Request', attributes, secret: 'other', isSigned: true };
  expect(await sendIncoming(lab.router.lines.incoming.port!, request, { waitMs: 200 })).toEqual([]);
  const messages = lab.rows('/log').map(({ message }) => message ?? '');
  expect(
    messages.some((message) => message.endsWith('with bad signature (check your secret!),bad message auth, dropping')),
  ).toBe(true);
  expect(lab.router.lines.incoming.counts).toMatchObject({ badRequests: 1, acks: 0, naks: 0 });
});

test('nothing is taken while it is switched off', async () => {
  await using lab = await startRadiusLab();
  await eventually(() => lab.router.lines.incoming.port !== undefined, 'the router listens');
  const port = lab.router.lines.incoming.port!;
  lab.run('/radius/incoming', 'set', { accept: 'no' });
  const request: IncomingRequest = { code: 'Disconnect-Request', attributes: [['Acct-Session-Id', '81000000']] };
  expect(await sendIncoming(port, request, { waitMs: 200 })).toEqual([]);
});
