import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import type { LiveConnection } from '#client/live/liveConnection.ts';
import type { LiveSubscription } from '#client/live/liveSubscription.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { alarmsRequest } from './listSource.ts';
import { connectionOver, socketTo, startLive, subjectOf, until, west, type LiveHarness } from './liveHarness.ts';

const ignore = { rowsChanged: () => {}, stateChanged: () => {} };
const ids = (subscription: LiveSubscription): string[] => subscription.rows.list().map((row) => row.id);

async function look(connection: LiveConnection, request: ViewRequest = alarmsRequest()): Promise<LiveSubscription> {
  const subscription = connection.subscribe(request, ignore);
  await until(() => subscription.state === 'current' || subscription.state === 'refused', 'first rows');
  return subscription;
}

const connect = (live: LiveHarness, session = 'ann') => connectionOver(socketTo(live.port, session));

test('a subscriber gets the rows and then every change', async () => {
  await using live = await startLive();
  live.source.put('a', { rank: 2 });
  live.source.put('b', { rank: 1 });
  using connection = connect(live);
  const view = await look(connection);
  expect(ids(view)).toEqual(['b', 'a']);
  live.source.put('a', { rank: 0, text: 'moved up' });
  live.source.put('c', { rank: 9 });
  await until(() => view.rows.total === 3, 'the third row');
  expect(ids(view)).toEqual(['a', 'b', 'c']);
  expect(view.rows.get('a')?.fields).toMatchObject({ text: 'moved up' });
  live.source.remove('b');
  await until(() => view.rows.total === 2, 'the removal');
  expect(ids(view)).toEqual(['a', 'c']);
  expect(connection.status()).toEqual({ state: 'live' });
});

test('subscribers with the same audience share one view, others have their own', async () => {
  await using live = await startLive();
  live.sessions.set('west', subjectOf('west', { branches: [west] }));
  using first = connect(live);
  using second = connect(live);
  using other = connect(live, 'west');
  await Promise.all([look(first), look(second), look(other)]);
  expect(live.source.opened).toBe(2);
});

test('a moved window shows the old rows until the new ones are there, and closes the old channels', async () => {
  await using live = await startLive({ limits: { ringMs: 50 } });
  for (let rank = 0; rank < 60; rank += 1) live.source.put(`row-${String(rank).padStart(2, '0')}`, { rank });
  using connection = connect(live);
  const seen: number[] = [];
  const view = connection.subscribe(alarmsRequest(0), {
    rowsChanged: () => seen.push(ids(view).length),
    stateChanged: () => {},
  });
  await until(() => view.state === 'current', 'first rows');
  for (const offset of [10, 20, 30, 40]) view.change(alarmsRequest(offset));
  await until(() => view.state === 'current' && ids(view)[0] === 'row-40', 'the last window');
  expect(seen.every((count) => count === 20)).toBe(true);
  await until(() => live.source.closed === live.source.opened - 1, 'the closing of every view but the last');
  view.close();
  await until(() => live.source.closed === live.source.opened, 'the closing of the last');
});

test('an unauthenticated handshake ends the connection, a foreign origin never gets that far', async () => {
  await using live = await startLive();
  using stranger = connect(live, 'nobody');
  await until(() => stranger.status().state === 'ended', 'the refusal');
  using foreign = connectionOver(
    socketTo(live.port, 'ann', { extraHeaders: { 'x-session': 'ann', origin: 'http://evil.example' } }),
  );
  const refused = async (): Promise<number> =>
    (await live.metrics.refused.get()).values.find(({ labels }) => labels.why === 'origin')?.value ?? 0;
  let count = 0;
  await until(() => (void refused().then((value) => (count = value)), count > 0), 'the refused origin');
  expect(foreign.status().state).toBe('connecting');
});

test('without permission a view is refused, and a revoked permission empties it within a second', async () => {
  await using live = await startLive();
  live.source.put('a');
  live.sessions.set('bob', subjectOf('bob', { permissions: new Set() }));
  using bob = connect(live, 'bob');
  expect((await look(bob)).refusal?.code).toBe('view/not-permitted');
  using ann = connect(live);
  const view = await look(ann);
  const revokedAt = Date.now();
  live.server.subjectChanged(subjectOf('ann', { permissions: new Set() }));
  await until(() => view.state === 'refused', 'the revocation', 1_000);
  expect(ids(view)).toEqual([]);
  expect(Date.now() - revokedAt).toBeLessThan(1_000);
});

test('a changed audience moves the subscription to the other shared view', async () => {
  await using live = await startLive();
  live.source.put('w', { branch: west });
  live.source.put('e', { branch: 'elsewhere', rank: 1 });
  using ann = connect(live);
  const view = await look(ann);
  expect(ids(view)).toEqual(['w', 'e']);
  live.server.subjectChanged(subjectOf('ann', { branches: [west] }));
  await until(() => view.rows.total === 1 && view.state === 'current', 'the narrower view', 1_000);
  live.source.put('e', { text: 'must not be seen' });
  live.source.put('w', { text: 'seen' });
  await until(() => view.rows.get('w')?.fields['text'] === 'seen', 'the next frame');
  expect(ids(view)).toEqual(['w']);
});

test.for(['session', 'user'] as const)('ending a %s closes its sockets within a second and says why', async (what) => {
  await using live = await startLive();
  using ann = connect(live);
  await look(ann);
  if (what === 'session') live.server.endSession('session-ann', 'logout');
  else live.server.endUser(subjectOf('ann').userId, 'disabled');
  const reason = what === 'session' ? 'logout' : 'disabled';
  await until(() => ann.status().state === 'ended', 'the end', 1_000);
  expect(ann.status()).toEqual({ state: 'ended', reason });
});

test('a session that ends during the handshake is told so', async () => {
  await using live = await startLive();
  const ann = subjectOf('ann');
  live.sessions.get = ((name: string) => {
    queueMicrotask(() => live.server.endSession(ann.sessionId, 'revoked'));
    return name === 'ann' ? ann : undefined;
  }) as Map<string, typeof ann>['get'];
  using connection = connect(live);
  await until(() => connection.status().state === 'ended', 'the end', 1_000);
  expect(connection.status()).toEqual({ state: 'ended', reason: 'revoked' });
});

test('whatever a socket says, it is answered with a refusal and the server lives', async () => {
  await using live = await startLive({ limits: { subscriptionsPerSocket: 2, messageBurst: 40, messagesPerSecond: 1 } });
  const socket = io(`http://127.0.0.1:${live.port}`, {
    transports: ['websocket'],
    extraHeaders: { 'x-session': 'ann' },
  });
  const ask = (event: string, ...payload: unknown[]): Promise<{ ok: boolean; code?: string }> =>
    socket.emitWithAck(event, ...payload);
  const malformed = [
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { channel: 0 },
    { channel: 1, request: { view: 'nothing' } },
    { channel: '1' },
  ];
  for (const payload of malformed)
    expect(await ask('view.subscribe', payload)).toMatchObject({ code: 'wire/malformed' });
  expect(await ask('command', { key: 'short' })).toMatchObject({ code: 'wire/malformed' });
  socket.emit('view.subscribe', () => {});
  socket.emit('view.subscribe', 1, 2, 3, 'no function');
  socket.emit('no.such.event', { a: 1 });
  expect(await ask('view.subscribe', { channel: 1, request: alarmsRequest() })).toMatchObject({ ok: true });
  expect(await ask('view.subscribe', { channel: 1, request: alarmsRequest() })).toMatchObject({
    code: 'wire/channel-in-use',
  });
  expect(await ask('view.subscribe', { channel: 2, request: { view: 'wall' } })).toMatchObject({
    code: 'view/unknown',
  });
  expect(await ask('view.subscribe', { channel: 2, request: alarmsRequest(1) })).toMatchObject({ ok: true });
  expect(await ask('view.subscribe', { channel: 3, request: alarmsRequest(2) })).toMatchObject({
    code: 'wire/too-many-subscriptions',
  });
  expect(await ask('view.subscribe', { channel: 3, request: alarmsRequest(2), replaces: 2 })).toMatchObject({
    ok: true,
  });
  expect(await ask('view.unsubscribe', { channel: 99 })).toEqual({ ok: true });
  const burst = await Promise.all(Array.from({ length: 60 }, () => ask('view.unsubscribe', { channel: 99 })));
  expect(burst.some((reply) => reply.code === 'wire/too-fast')).toBe(true);
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.emit('command', 'x'.repeat(200_000));
  await closed;
  socket.close();
  using connection = connect(live);
  await look(connection);
});

test('a command is answered once, whatever the handler does', async () => {
  const seen: string[] = [];
  await using live = await startLive({
    sendCommand: async (subject, message) => {
      seen.push(`${subject.userName} ${message.command.type}`);
      if (message.command.type === 'alarm.claim') return { ok: false, code: 'alarm/claimed-by-other', message: '' };
      return { ok: true, version: 7 };
    },
  });
  using connection = connect(live);
  const id = '00000000-0000-4000-8000-0000000000aa';
  expect(await connection.sendCommand('alarm', id, { type: 'alarm.acknowledge' })).toEqual({ ok: true, version: 7 });
  expect(await connection.sendCommand('alarm', id, { type: 'alarm.claim' })).toMatchObject({
    code: 'alarm/claimed-by-other',
  });
  expect(await connection.sendCommand('alarm', 'no-id', { type: 'alarm.claim' })).toMatchObject({
    code: 'command/malformed',
  });
  expect(seen).toEqual(['ann alarm.acknowledge', 'ann alarm.claim']);
});

test('a view that cannot be read is closed, and its screens come back when it can', async () => {
  await using live = await startLive();
  live.source.put('a');
  using connection = connect(live);
  const view = await look(connection);
  live.source.failure = new Error('broken');
  live.source.put('b', { rank: 1 });
  await until(() => view.state === 'catching-up', 'the failure');
  expect(ids(view)).toEqual(['a']);
  live.source.failure = undefined;
  await until(() => view.state === 'current' && view.rows.total === 2, 'the recovery');
});

test('after a restart of the server the same page goes on with a snapshot', async () => {
  const live = await startLive();
  live.source.put('a');
  using connection = connect(live);
  const view = await look(connection);
  await live[Symbol.asyncDispose]();
  await until(() => view.state === 'catching-up', 'the loss');
  expect(ids(view)).toEqual(['a']);
  await using again = await startLive({ source: live.source, port: live.port });
  again.source.put('b', { rank: 1 });
  await until(() => view.state === 'current' && view.rows.total === 2, 'the new server', 15_000);
});

test('a view is kept for a while after its last subscriber and resumed with one frame', async () => {
  await using live = await startLive();
  live.source.put('a');
  const transport = socketTo(live.port);
  let cut = (): void => {};
  using connection = connectionOver({
    open(handlers) {
      const link = transport.open(handlers);
      cut = () => (link.close(), handlers.closed({ why: 'lost' }));
      return link;
    },
  });
  const view = await look(connection);
  cut();
  live.source.put('b', { rank: 1 });
  live.source.put('c', { rank: 2 });
  await until(() => view.state === 'current' && view.rows.total === 3, 'the resumed view');
  expect(live.source.opened).toBe(1);
  const { values } = await live.metrics.subscriptions.get();
  expect(values.map(({ labels, value }) => [labels.how, value])).toEqual([
    ['snapshot', 1],
    ['resumed', 1],
  ]);
});
