import { describe, expect, test } from 'vitest';
import type { SubscriberLine } from '#lab/nas/mikrotik/radius/subscriberLine.ts';
import { encodePacket, vendorIds, type RadiusAttribute } from '#lab/nas/radius/radiusCodec.ts';
import type { FromRadius } from '#server/radius/control/controlMessage.ts';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { bob, router, runningRadius, secret, type RunningRadius } from '../radius/process/runningRadius.ts';
import { eventually } from '../support/eventually.ts';
import { startRadiusLab, type RadiusLab } from './radiusLab.ts';

interface Meeting extends AsyncDisposable {
  readonly lab: RadiusLab;
  readonly radius: RunningRadius;
}

/** The product's RADIUS process and a router of the lab: two implementations that share nothing. */
async function meet(policies: readonly Partial<SubscriptionPolicy>[], version = '7.20.6'): Promise<Meeting> {
  const held = new AsyncDisposableStack();
  const lab = held.use(await startRadiusLab(version));
  await eventually(() => lab.router.lines.incoming.port !== undefined, 'the router listens');
  const incoming = { address: '127.0.0.1', port: lab.router.lines.incoming.port! };
  const messageAuthenticator = lab.router.personality.atLeast('7.15') ? 'required' : 'accepted';
  const radius = held.use(await runningRadius({ nas: { incoming, messageAuthenticator }, policies }));
  lab.run('/radius', 'set', {
    numbers: lab.rows('/radius')[0]!['.id']!,
    secret,
    'authentication-port': String(radius.ports.authentication),
    'accounting-port': String(radius.ports.accounting),
  });
  lab.run('/interface/pppoe-server/server', 'set', {
    numbers: lab.rows('/interface/pppoe-server/server')[0]!['.id']!,
    authentication: 'pap,chap,mschap1,mschap2',
  });
  return {
    lab,
    radius,
    async [Symbol.asyncDispose]() {
      await eventually(() => lab.router.radius.queue.backlog === 0, 'everything is acknowledged');
      await held.disposeAsync();
    },
  };
}

/** CoA or Disconnect as main would have it sent. */
async function send({ radius }: Meeting, code: 40 | 43, attributes: readonly RadiusAttribute[]): Promise<unknown> {
  const packet = encodePacket({ code: 'CoA-Request', identifier: 0, secret, attributes: [...attributes] });
  const id = `${radius.said.length}`;
  const request = { nasId: router.nasId, code, attributes: packet.subarray(20).toString('base64') };
  radius.process.apply({ say: 'incoming', id, request: { ...request, timeoutMs: 1000, tries: 3 } });
  const isAnswer = (one: FromRadius): boolean => one.say === 'incomingAnswer' && one.id === id;
  await eventually(() => radius.said.some(isAnswer), 'an answer');
  const said = radius.said.find(isAnswer);
  return said?.say === 'incomingAnswer' ? said.answer : undefined;
}

describe('a subscriber of the lab logs in at the product', () => {
  const logins: readonly Partial<SubscriberLine>[] = [
    { access: 'pppoe', method: 'pap' },
    { access: 'pppoe', method: 'chap' },
    { access: 'pppoe', method: 'mschap1' },
    { access: 'pppoe', method: 'mschap2' },
    { access: 'hotspot', method: 'chap' },
    { access: 'hotspot', method: 'pap' },
  ];
  test.for(logins)('by $access $method, and is kept out with another password', async (login) => {
    await using meeting = await meet([{ ...bob, username: 'bob', password: 'hello' }]);
    const { lab } = meeting;
    const outcome = await lab.dial({ username: 'bob', password: 'hello', ...login });
    expect(outcome).toMatchObject({ outcome: 'accepted', phase: 'online' });
    expect(outcome.session!.rate?.text).toBe('5M/20M');
    const mac = 'D8:32:14:00:00:99';
    expect(await lab.dial({ username: 'BOB', password: 'wrong', mac, ...login })).toMatchObject({
      outcome: 'rejected',
    });
    expect(meeting.radius.defects).toEqual([]);
  });

  test.for(['6.40.9', '6.49.17', '7.12.1', '7.20.6'])('from a router of version %s', async (version) => {
    await using meeting = await meet([bob], version);
    expect(await meeting.lab.dial({ username: 'bob', password: 'hello' })).toMatchObject({ outcome: 'accepted' });
  });

  test('by the MAC of a phone', async () => {
    await using meeting = await meet([
      { ...bob, macLogin: true, macs: ['d8:32:14:62:f2:56'], accessTypes: ['hotspot'] },
    ]);
    const phone = { access: 'hotspot', method: 'mac' } as const;
    expect(await meeting.lab.dial({ username: 'phone', ...phone })).toMatchObject({ outcome: 'accepted' });
    const other = { ...phone, mac: 'D8:32:14:00:00:98' };
    expect(await meeting.lab.dial({ username: 'other', ...other })).toMatchObject({ outcome: 'rejected' });
  });

  test('by the MAC of a line behind IPoE', async () => {
    await using meeting = await meet([{ ...bob, macLogin: true, macs: ['d8:32:14:62:f2:56'], accessTypes: ['ipoe'] }]);
    meeting.lab.run('/ip/dhcp-server', 'set', { numbers: 'dhcp-hotspot', 'use-radius': 'yes' });
    const radius = meeting.lab.rows('/radius')[0]!['.id']!;
    meeting.lab.run('/radius', 'set', { numbers: radius, service: 'ppp,hotspot,dhcp' });
    expect(await meeting.lab.dial({ username: 'house', access: 'dhcp' })).toMatchObject({ outcome: 'accepted' });
    const other = { access: 'dhcp', mac: 'D8:32:14:00:00:98' } as const;
    expect(await meeting.lab.dial({ username: 'other', ...other })).toMatchObject({ outcome: 'rejected' });
  });

  test('with its own address, prefix and route', async () => {
    const delegatedPrefix = '2001:db8:77:100::/56';
    const framedRoutes = ['10.98.0.0/24 0.0.0.0 1'];
    await using meeting = await meet([{ ...bob, staticIpv4: '10.77.0.9', delegatedPrefix, framedRoutes }]);
    const { lab } = meeting;
    const { session } = await lab.dial({ username: 'bob', password: 'hello' });
    expect(session).toMatchObject({ address: '10.77.0.9', grant: { delegatedPrefix, routes: framedRoutes } });
    expect(lab.rows('/ipv6/dhcp-server/binding')).toMatchObject([{ address: delegatedPrefix }]);
  });
});

describe('accounting of the lab', () => {
  test('is acknowledged by the product when it is on its disk, to the last byte', async () => {
    await using meeting = await meet([bob]);
    const { lines, radius } = meeting.lab.router;
    const state = await meeting.lab.dial({ username: 'bob', password: 'hello' });
    lines.hangUp(state, 'User-Request');
    await eventually(() => radius.queue.backlog === 0, 'everything is acknowledged');
    const [truth] = lines.keeper.truth();
    expect(truth).toMatchObject({ isStartAcknowledged: true, isStopAcknowledged: true, acknowledged: truth!.usage });
  });
});

describe('the product changes a session of the lab', () => {
  const rate: RadiusAttribute = ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Rate-Limit', '1M/2M']]];

  test('in its rate, and ends it', async () => {
    await using meeting = await meet([bob]);
    const { lab } = meeting;
    const { session } = await lab.dial({ username: 'bob', password: 'hello' });
    const named: readonly RadiusAttribute[] = [
      ['User-Name', 'bob'],
      ['Acct-Session-Id', session!.login.number.id],
    ];
    expect(await send(meeting, 43, [...named, rate])).toEqual({ outcome: 'acked' });
    expect(lab.rows('/queue/simple')).toMatchObject([{ 'max-limit': '1000000/2000000' }]);
    expect(await send(meeting, 40, named)).toEqual({ outcome: 'acked' });
    await eventually(() => session!.endedAt !== undefined, 'the session ends');
    expect(await send(meeting, 40, named)).toEqual({ outcome: 'nacked', errorCause: 503 });
  });

  test('and hears why a hotspot does not', async () => {
    await using meeting = await meet([bob]);
    const { session } = await meeting.lab.dial({ username: 'bob', password: 'hello', access: 'hotspot' });
    const named: readonly RadiusAttribute[] = [
      ['User-Name', 'bob'],
      ['Framed-IP-Address', session!.address],
    ];
    expect(await send(meeting, 43, [...named, rate])).toEqual({ outcome: 'nacked', errorCause: 401 });
  });
});
