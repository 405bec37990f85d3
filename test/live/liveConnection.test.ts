import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { LiveConnection } from '#client/live/liveConnection.ts';
import type { LinkHandlers, LiveTransport, UpstreamEvent } from '#client/live/liveTransport.ts';
import { reconnectDelayMs } from '#client/live/reconnectDelay.ts';
import type { Frame, Snapshot, ViewRow } from '#shared/wire/downstream.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import { alarmsRequest } from './listSource.ts';

interface Said {
  readonly event: UpstreamEvent;
  readonly payload: Record<string, unknown>;
  readonly answer: (reply: unknown) => void;
}

/** The server's side, spoken by the test. */
class ScriptedTransport implements LiveTransport {
  readonly said: Said[] = [];
  opened = 0;
  closed = 0;
  server!: LinkHandlers;

  open(handlers: LinkHandlers): ReturnType<LiveTransport['open']> {
    this.opened += 1;
    this.server = handlers;
    return {
      send: (event, payload, answer) => void this.said.push({ event, payload: { ...payload }, answer }),
      close: () => (this.closed += 1),
    };
  }

  take(event: UpstreamEvent): Said {
    const at = this.said.findIndex((said) => said.event === event);
    const [said] = this.said.splice(at, 1);
    if (at < 0 || !said) throw new Error(`nothing said about ${event}`);
    return said;
  }
}

function harness() {
  const clock = new SimulatedClock();
  const transport = new ScriptedTransport();
  let keys = 0;
  const connection = new LiveConnection({
    transport,
    clock,
    random: () => 1,
    newKey: () => `key-number-${(keys += 1)}`,
  });
  connection.start();
  const greet = (boot = 'b', protocol = PROTOCOL_VERSION): void =>
    transport.server.message('hello', { protocol, at: 1, boot });
  const beat = (lagMs = 0): void => transport.server.message('beat', { at: 1, lagMs });
  return { clock, transport, connection, greet, beat };
}

const row = (id: string, version = 1): ViewRow => ({ id, version, fields: { v: version } });
const snapshot = (n: number, rows: ViewRow[], epoch = 'e'): Snapshot => ({
  epoch,
  n,
  rows,
  order: rows.map(({ id }) => id),
  total: rows.length,
  at: 1,
});
const put = (n: number, changed: ViewRow, epoch = 'e'): Frame => ({
  epoch,
  n,
  changes: [{ op: 'put', ...changed }],
  total: 1,
  at: 1,
});

function watching() {
  const harnessed = harness();
  const { connection, transport, greet } = harnessed;
  greet();
  const states: string[] = [];
  const view = connection.subscribe(alarmsRequest(), {
    rowsChanged: () => {},
    stateChanged: (state) => states.push(state),
  });
  const asked = transport.take('view.subscribe');
  asked.answer({ ok: true, epoch: 'e', resumed: false });
  transport.server.message('view.snapshot', snapshot(5, [row('a')]));
  return { ...harnessed, view, states, channel: asked.payload['channel'] };
}

const versions = (view: { rows: { list(): ViewRow[] } }): number[] => view.rows.list().map(({ version }) => version);

test('the words on screen follow beats: live, catching up, then stale with running seconds', () => {
  const { clock, connection, transport, greet, beat } = harness();
  expect(connection.status()).toEqual({ state: 'connecting' });
  greet();
  expect(connection.status()).toEqual({ state: 'live' });
  clock.increment(1_000);
  beat(1_500);
  expect(connection.status()).toEqual({ state: 'catching-up' });
  beat(20);
  expect(connection.status()).toEqual({ state: 'live' });
  const sinceAt = clock.now();
  clock.increment(3_000);
  expect(connection.status()).toEqual({ state: 'live' });
  clock.increment(1_000);
  expect(connection.status()).toEqual({ state: 'stale', sinceAt, staleForMs: 4_000 });
  beat();
  transport.server.closed({ why: 'lost' });
  expect(connection.status()).toEqual({ state: 'catching-up' });
});

test('a connection on which nothing arrives is given up and replaced', () => {
  const { clock, transport, greet } = harness();
  greet();
  for (let second = 0; second < 10; second += 1) clock.increment(1_000);
  expect(transport.opened).toBe(1);
  for (let second = 0; second < 2; second += 1) clock.increment(1_000);
  expect({ opened: transport.opened, closed: transport.closed }).toEqual({ opened: 2, closed: 1 });
});

test('attempts come later and later, spread by chance, and never more than ten seconds apart', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => reconnectDelayMs(attempt, () => 1))).toEqual([
    400, 800, 1_600, 3_200, 6_400, 10_000, 10_000,
  ]);
  expect(reconnectDelayMs(3, () => 0)).toBe(800);
});

test('another protocol version is not spoken with', () => {
  const { clock, connection, transport, greet } = harness();
  greet('b', PROTOCOL_VERSION + 1);
  expect(connection.status()).toEqual({ state: 'outdated' });
  clock.increment(60_000);
  expect({ opened: transport.opened, closed: transport.closed }).toEqual({ opened: 1, closed: 1 });
});

test('a message that is not understood ends the connection, and attempts that lead to it again come at growing distances', () => {
  const { clock, transport, connection, greet } = harness();
  const opened: number[] = [];
  for (let tenth = 0; tenth < 100; tenth += 1) {
    if (transport.opened > opened.length) {
      opened.push(tenth * 100);
      greet();
      transport.server.message('view.frame', { epoch: 7 });
    }
    clock.increment(100);
  }
  expect(opened).toEqual([0, 400, 1_200, 2_800, 6_000]);
  expect(connection.status().state).not.toBe('outdated');
});

test('frames that come twice or late change nothing', () => {
  const { transport, view } = watching();
  transport.server.message('view.frame', put(6, row('a', 2)));
  transport.server.message('view.frame', put(6, row('a', 2)));
  transport.server.message('view.frame', put(4, row('a', 1)));
  transport.server.message('view.snapshot', snapshot(5, [row('a', 1)]));
  expect(versions(view)).toEqual([2]);
  expect(transport.said).toEqual([]);
});

test('a missing frame is asked for, and what came early is used when its turn comes', () => {
  const { transport, view, channel } = watching();
  transport.server.message('view.frame', put(7, row('a', 3)));
  expect(versions(view)).toEqual([1]);
  const asked = transport.take('view.subscribe');
  expect(asked.payload).toMatchObject({ resume: { epoch: 'e', n: 5 }, replaces: channel });
  asked.answer({ ok: true, epoch: 'e', resumed: true });
  transport.server.message('view.frame', put(6, row('a', 2)));
  expect(versions(view)).toEqual([3]);
  expect(view.state).toBe('current');
});

test('after a reconnect it resumes where it stopped and shows the old rows until then', () => {
  const { clock, transport, connection, view, greet, states } = watching();
  transport.server.closed({ why: 'lost' });
  expect({ state: view.state, rows: versions(view) }).toEqual({ state: 'catching-up', rows: [1] });
  clock.increment(400);
  greet();
  const asked = transport.take('view.subscribe');
  expect(asked.payload).toMatchObject({ resume: { epoch: 'e', n: 5 } });
  expect(asked.payload).not.toHaveProperty('replaces');
  asked.answer({ ok: true, epoch: 'e', resumed: true });
  transport.server.message('view.frame', put(6, row('a', 2)));
  expect({ state: view.state, rows: versions(view), status: connection.status() }).toEqual({
    state: 'current',
    rows: [2],
    status: { state: 'live' },
  });
  expect(states).toEqual(['current', 'catching-up', 'current']);
});

test('a new server gives a snapshot under a new epoch', () => {
  const { clock, transport, view, greet } = watching();
  transport.server.closed({ why: 'lost' });
  clock.increment(400);
  greet('another boot');
  transport.take('view.subscribe').answer({ ok: true, epoch: 'f', resumed: false });
  transport.server.message('view.frame', put(6, row('a', 99)));
  expect({ state: view.state, rows: versions(view) }).toEqual({ state: 'catching-up', rows: [1] });
  transport.server.message('view.snapshot', snapshot(0, [row('a', 7)], 'f'));
  expect({ state: view.state, rows: versions(view) }).toEqual({ state: 'current', rows: [7] });
});

test('while one window is on its way only the last of the others is asked for', () => {
  const { transport, view, channel } = watching();
  for (const offset of [20, 40, 60]) view.change(alarmsRequest(offset));
  const first = transport.take('view.subscribe');
  expect(first.payload).toMatchObject({ request: alarmsRequest(20), replaces: channel });
  expect(transport.said).toEqual([]);
  first.answer({ ok: true, epoch: 'w20', resumed: false });
  const last = transport.take('view.subscribe');
  expect(last.payload).toMatchObject({ request: alarmsRequest(60), replaces: first.payload['channel'] });
  last.answer({ ok: true, epoch: 'w60', resumed: false });
  transport.server.message('view.snapshot', snapshot(0, [row('z')], 'w20'));
  expect(view.rows.order).toEqual(['a']);
  transport.server.message('view.snapshot', snapshot(0, [row('y')], 'w60'));
  expect({ order: view.rows.order, state: view.state }).toEqual({ order: ['y'], state: 'current' });
});

test('a revoked view shows nothing, a failed one keeps its rows and asks again', () => {
  const { clock, transport, view, channel } = watching();
  transport.server.message('view.revoked', { channel, code: 'view/unavailable', message: '' });
  expect({ state: view.state, rows: versions(view) }).toEqual({ state: 'catching-up', rows: [1] });
  clock.increment(1_000);
  const again = transport.take('view.subscribe');
  again.answer({ ok: true, epoch: 'e2', resumed: false });
  transport.server.message('view.snapshot', snapshot(0, [row('a', 2)], 'e2'));
  transport.server.message('view.revoked', {
    channel: again.payload['channel'],
    code: 'view/not-permitted',
    message: 'no',
  });
  expect({ state: view.state, rows: versions(view), code: view.refusal?.code }).toEqual({
    state: 'refused',
    rows: [],
    code: 'view/not-permitted',
  });
  clock.increment(5_000);
  expect(transport.said).toEqual([]);
});

test('a question that is never answered makes the connection suspect', () => {
  const { clock, transport, connection, greet, beat } = harness();
  greet();
  connection.subscribe(alarmsRequest(), { rowsChanged: () => {}, stateChanged: () => {} });
  for (let second = 0; second < 12; second += 1) {
    clock.increment(1_000);
    beat();
  }
  expect(transport.opened).toBe(2);
});

test('a command keeps its key over reconnects and timeouts until it is answered', async () => {
  const { clock, transport, connection, greet } = harness();
  const id = '00000000-0000-4000-8000-0000000000aa';
  const reply = connection.sendCommand('alarm', id, { type: 'alarm.claim' });
  expect(transport.said).toEqual([]);
  greet();
  const first = transport.take('command');
  transport.server.closed({ why: 'lost' });
  clock.increment(400);
  greet();
  const second = transport.take('command');
  second.answer({ ok: false, code: 'command/timeout', message: '' });
  clock.increment(1_000);
  const third = transport.take('command');
  expect([first, second, third].map(({ payload }) => payload['key'])).toEqual([
    'key-number-1',
    'key-number-1',
    'key-number-1',
  ]);
  third.answer({ ok: true, version: 3 });
  expect(await reply).toEqual({ ok: true, version: 3 });
  expect(transport.said).toEqual([]);
});

test('a command without an answer ends as unknown after its deadline', async () => {
  const { clock, connection, greet, beat } = harness();
  greet();
  const reply = connection.sendCommand('alarm', '00000000-0000-4000-8000-0000000000aa', { type: 'alarm.claim' }, 5_000);
  for (let second = 0; second < 5; second += 1) {
    clock.increment(1_000);
    beat();
  }
  expect(await reply).toMatchObject({ ok: false, code: 'command/timeout' });
});

test('an ended session empties the screen, answers what is open, and does not come back', async () => {
  const { clock, transport, connection, view } = watching();
  const reply = connection.sendCommand('alarm', '00000000-0000-4000-8000-0000000000aa', { type: 'alarm.claim' });
  transport.server.message('session.ended', { reason: 'revoked' });
  expect(await reply).toMatchObject({ code: 'session/ended' });
  expect({ state: view.state, rows: versions(view) }).toEqual({ state: 'refused', rows: [] });
  clock.increment(60_000);
  expect({ status: connection.status(), opened: transport.opened }).toEqual({
    status: { state: 'ended', reason: 'revoked' },
    opened: 1,
  });
});
