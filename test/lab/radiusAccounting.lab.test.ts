import { describe, expect, test } from 'vitest';
import { moveBytes } from '#lab/nas/mikrotik/radius/sessionMeter.ts';
import { namesOf, numberOf, octetsOf, textOf, vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { eventually } from '../support/eventually.ts';
import { startRadiusLab, type RadiusLab } from './radiusLab.ts';
import type { Received } from './radiusResponder.ts';

const GIGAWORD = 2 ** 32;
const statusOf = ({ packet }: Received): string | undefined => textOf(packet, 'Acct-Status-Type');
const statuses = (lab: RadiusLab): readonly (string | undefined)[] => lab.server.accounting.map(statusOf);

function usageIn({ packet }: Received): { readonly received: number; readonly sent: number } {
  const bytes = (way: string): number =>
    (numberOf(packet, `Acct-${way}-Gigawords`) ?? 0) * GIGAWORD + (numberOf(packet, `Acct-${way}-Octets`) ?? 0);
  return { received: bytes('Input'), sent: bytes('Output') };
}

describe('accounting', () => {
  test('tells of a session from its start to its end, with everything that was granted', async () => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({
      code: 'Access-Accept',
      attributes: [
        ['Class', Buffer.from('one')],
        ['Class', Buffer.from('two')],
        ['Acct-Interim-Interval', 1],
        ['Session-Timeout', 86_400],
        ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Rate-Limit', '2M/5M']]],
      ],
    });
    const state = await lab.dial({ username: 'a' });
    moveBytes(lab.router, state.session!, { received: 5 * GIGAWORD, sent: 2 * GIGAWORD + 77 });
    await eventually(() => lab.server.accounting.length >= 2, 'an interim update comes');
    lab.router.lines.hangUp(state, 'User-Request');
    await eventually(() => statuses(lab).includes('Stop'), 'the stop comes');
    const [start, interim] = lab.server.accounting;
    const stop = lab.server.accounting.at(-1)!;
    expect([start, interim, stop].map((one) => statusOf(one!))).toEqual(['Start', 'Interim-Update', 'Stop']);
    expect(octetsOf(stop.packet, 'Class').map(String)).toEqual(['one', 'two']);
    expect(stop.packet.attributes).toMatchObject({
      'Acct-Terminate-Cause': 'User-Request',
      'Acct-Authentic': 'RADIUS',
      'Session-Timeout': 86_400,
      'X-Ascend-Data-Rate': [5_000_000, 2_000_000],
      'Acct-Delay-Time': 0,
    });
    expect(textOf(stop.packet, 'Mikrotik-Rate-Limit')).toBe('2M/5M');
    expect(namesOf(start!.packet)).not.toContain('Acct-Input-Octets');
    expect(usageIn(interim!).received).toBeGreaterThanOrEqual(5 * GIGAWORD);
    const [truth] = lab.router.lines.keeper.truth();
    expect(truth).toMatchObject({ username: 'a', cause: 'User-Request', usage: usageIn(stop) });
    await eventually(() => lab.router.lines.keeper.truth()[0]!.isStopAcknowledged, 'the stop is acknowledged');
    expect(lab.router.lines.keeper.truth()[0]!.acknowledged).toEqual(usageIn(stop));
  });

  test('is sent again with the same octets, then anew with its delay, until somebody answers', async () => {
    await using lab = await startRadiusLab('7.20.6', '100ms');
    let answers = false;
    lab.server.isAccounting = () => answers;
    await lab.dial({ username: 'a' });
    await eventually(() => lab.server.accounting.length >= 4, 'a second attempt');
    const packets = lab.server.accounting.map(({ bytes }) => bytes.toString('hex'));
    expect(new Set(packets.slice(0, 3)).size).toBe(1);
    expect(packets[3]).not.toBe(packets[0]);
    const [first, second] = [lab.server.accounting[0]!, lab.server.accounting[3]!];
    expect(second.packet.identifier).not.toBe(first.packet.identifier);
    expect(numberOf(second.packet, 'Acct-Delay-Time')).toBeGreaterThanOrEqual(1);
    expect(second.packet.attributes['Event-Timestamp']).toEqual(first.packet.attributes['Event-Timestamp']);
    answers = true;
    await eventually(() => lab.router.radius.queue.backlog === 0, 'told in the end');
    expect(lab.router.lines.keeper.truth()[0]!.isStartAcknowledged).toBe(true);
  });

  test('waits while the server is away, the newest interim update only, and then tells everything', async () => {
    await using lab = await startRadiusLab('7.20.6', '100ms');
    let answers = false;
    lab.server.isAccounting = () => answers;
    lab.server.decide = () => ({ code: 'Access-Accept', attributes: [['Acct-Interim-Interval', 1]] });
    const states = await Promise.all(
      ['a', 'b', 'c'].map((username, at) => lab.dial({ username, mac: `D8:32:14:00:00:0${at}` })),
    );
    await eventually(() => lab.server.accounting.length >= 9 && lab.router.radius.queue.backlog >= 5, 'a queue');
    expect(lab.router.radius.queue.backlog).toBeLessThanOrEqual(6);
    for (const state of states) lab.router.lines.hangUp(state, 'Lost-Carrier');
    answers = true;
    await eventually(() => lab.router.radius.queue.backlog === 0, 'the queue is empty');
    const truth = lab.router.lines.keeper.truth();
    expect(truth).toHaveLength(3);
    for (const one of truth) expect(one).toMatchObject({ acknowledged: one.usage, isStopAcknowledged: true });
  });

  test('goes on with the next server when the first is silent', async () => {
    await using lab = await startRadiusLab('7.20.6', '100ms');
    await using other = await startRadiusLab();
    lab.server.isAccounting = () => false;
    const port = String(other.server.acctPort);
    const backup = { address: '127.0.0.1', service: 'ppp', secret: 'lab-secret', 'accounting-backup': 'yes' };
    lab.run('/radius', 'add', { ...backup, timeout: '300ms', 'accounting-port': port });
    await lab.dial({ username: 'a' });
    await eventually(() => other.server.accounting.length === 1, 'the second hears it');
    expect(numberOf(other.server.accounting[0]!.packet, 'Acct-Delay-Time')).toBeGreaterThanOrEqual(1);
  });
});

describe('a session ends', () => {
  test.for([
    { why: 'Session-Timeout', attributes: [['Session-Timeout', 1] as const], isSilent: false },
    { why: 'Idle-Timeout', attributes: [['Idle-Timeout', 1] as const], isSilent: true },
    {
      why: 'NAS-Request',
      attributes: [['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Total-Limit', 1000]]] as const],
      isSilent: false,
    },
  ])('by $why', async ({ why, attributes, isSilent }) => {
    await using lab = await startRadiusLab();
    lab.server.decide = () => ({ code: 'Access-Accept', attributes });
    await lab.dial({ username: 'a', isSilent });
    await eventually(() => statuses(lab).includes('Stop'), 'the stop comes');
    expect(textOf(lab.server.accounting.at(-1)!.packet, 'Acct-Terminate-Cause')).toBe(why);
  });

  test('by the hand of the router, and the equipment dials again', async () => {
    await using lab = await startRadiusLab();
    lab.router.lines.redial.times = { ...lab.router.lines.redial.times, again: { leastMs: 10, mostMs: 20 } };
    await lab.dial({ username: 'a', behaviour: 'stays' });
    const row = lab.rows('/ppp/active').find(({ name }) => name === 'a');
    lab.run('/ppp/active', 'remove', { '.id': row!['.id']! });
    await eventually(() => statuses(lab).filter((status) => status === 'Start').length === 2, 'a second session');
    expect(textOf(lab.server.accounting[1]!.packet, 'Acct-Terminate-Cause')).toBe('Admin-Reset');
    const ids = lab.server.accounting.map(({ packet }) => textOf(packet, 'Acct-Session-Id'));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a restart', () => {
  test.for([
    { version: '7.20.6', fault: 'drop', says: ['Start', 'Accounting-On'] },
    { version: '7.20.6', fault: 'reboot', says: ['Start', 'Accounting-Off', 'Accounting-On'] },
    { version: '6.49.17', fault: 'drop', says: ['Start'] },
  ] as const)(
    'by $fault of $version ends sessions without a stop, and counts on the boot digit',
    async ({ version, fault, says }) => {
      await using lab = await startRadiusLab(version);
      const first = (await lab.dial({ username: 'a' })).session!.login.number.id;
      await eventually(() => lab.router.lines.keeper.truth()[0]!.isStartAcknowledged, 'the start is known');
      lab.lab.nas.device.inject(fault, { lastsMs: 60_000, delayMs: 0 });
      if (fault === 'reboot') await eventually(() => statuses(lab).includes('Accounting-Off'), 'it says so');
      lab.lab.nas.device.recover();
      const second = (await lab.dial({ username: 'a' })).session!.login.number.id;
      await eventually(() => statuses(lab).filter((status) => status === 'Start').length === 2, 'the second start');
      expect(statuses(lab).slice(0, says.length)).toEqual(says);
      expect((Number.parseInt(first[2]!, 16) + 1) % 16).toBe(Number.parseInt(second[2]!, 16));
      expect(lab.router.lines.keeper.truth()[0]).toMatchObject({ cause: null, isStopAcknowledged: false });
    },
  );
});

test('a wrong clock is in what is told, and in the clock', async () => {
  await using lab = await startRadiusLab();
  lab.router.skewMs = -5 * 3_600_000;
  await lab.dial({ username: 'a' });
  await eventually(() => lab.server.accounting.length === 1, 'the start');
  const told = lab.server.accounting[0]!.packet.attributes['Event-Timestamp'] as Date;
  expect(Math.round((Date.now() - told.getTime()) / 3_600_000)).toBe(5);
});

test('a clock of long ago or far ahead says what can be said', async () => {
  await using lab = await startRadiusLab();
  lab.router.skewMs = -1e13;
  await lab.dial({ username: 'a' });
  lab.router.skewMs = 1e13;
  await lab.dial({ username: 'b', mac: 'D8:32:14:00:00:02' });
  await eventually(() => lab.server.accounting.length === 2, 'both starts');
  const told = lab.server.accounting.map(({ packet }) => (packet.attributes['Event-Timestamp'] as Date).getTime());
  expect(told).toEqual([0, 0xffff_ffff * 1000]);
});

test('packets that are lost, doubled and late lose no byte', async () => {
  await using lab = await startRadiusLab('7.20.6', '100ms');
  lab.server.decide = () => ({ code: 'Access-Accept', attributes: [['Acct-Interim-Interval', 1]] });
  lab.router.radius.path.faults = { loss: 0.3, duplicate: 0.3, reorder: 0.2, delayMs: 1, jitterMs: 10 };
  const { lines } = lab.router;
  lines.redial.times = { ...lines.redial.times, refused: { leastMs: 20, mostMs: 50 } };
  const members = Array.from({ length: 30 }, (_, at) => `m${at}`);
  lines.add(
    members.map((username, at) => ({
      username,
      password: 'x',
      mac: `D8:32:14:00:01:${String(at).padStart(2, '0')}`,
      access: 'pppoe',
      behaviour: 'stays',
    })),
  );
  lines.dialAllWithin(100);
  await eventually(() => lines.keeper.size === 30, 'everybody is online');
  await eventually(() => statuses(lab).filter((status) => status === 'Interim-Update').length > 60, 'interims');
  for (const username of members) lines.hangUp(lines.find(username)!, 'User-Request');
  await eventually(() => lab.router.radius.queue.backlog === 0, 'everything is told');
  const truth = lines.keeper.truth();
  expect(truth).toHaveLength(30);
  for (const one of truth) {
    expect(one.isStopAcknowledged).toBe(true);
    const mine = lab.server.accounting.filter(({ packet }) => textOf(packet, 'Acct-Session-Id') === one.acctSessionId);
    expect(Math.max(...mine.map((received) => usageIn(received).sent))).toBe(one.usage.sent);
  }
});

describe('equipment without power', () => {
  test('that dials again before the router has noticed ends its old session', async () => {
    await using lab = await startRadiusLab();
    const state = await lab.dial({ username: 'a' });
    const first = state.session!;
    lab.router.lines.leave(state, 'lose-power');
    expect(lab.router.lines.keeper.size).toBe(1);
    await lab.dial({ username: 'a' });
    expect(lab.router.lines.keeper.size).toBe(1);
    expect(first.endedAt).toBeDefined();
    await eventually(() => statuses(lab).length === 3, 'everything is told');
    expect(statuses(lab).filter((status) => status === 'Stop')).toHaveLength(1);
  });

  test('leaves no word where the router has forgotten it', async () => {
    await using lab = await startRadiusLab();
    const state = await lab.dial({ username: 'a' });
    lab.router.lines.leave(state, 'vanish');
    expect(lab.rows('/ppp/active').filter(({ name }) => name === 'a')).toEqual([]);
    await lab.dial({ username: 'b', mac: 'D8:32:14:00:00:02' });
    await eventually(() => statuses(lab).length === 2, 'both starts');
    expect(statuses(lab)).toEqual(['Start', 'Start']);
    expect(lab.router.lines.keeper.truth()[0]).toMatchObject({ username: 'a', cause: null });
  });
});
