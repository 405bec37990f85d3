import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { openRouteros, type OpenedRouteros } from '#server/platform/transport/routeros/openRouteros.ts';
import type { RouterosConnection } from '#server/platform/transport/routeros/routerosConnection.ts';
import type { RouterosError } from '#server/platform/transport/routeros/routerosError.ts';
import type { RouterosLimits } from '#server/platform/transport/routeros/routerosLimits.ts';
import { rowStream } from '#server/platform/transport/routeros/rowStream.ts';
import { eventually } from '../support/eventually.ts';
import { encodeWords, startFakeRouter, type Answer, type FakeRouter } from './fakeRouter.ts';

async function open(router: FakeRouter, limits: Partial<RouterosLimits> = {}): Promise<RouterosConnection> {
  const { connection } = await openPlain(router, limits);
  return connection;
}

function openPlain(router: FakeRouter, limits: Partial<RouterosLimits> = {}): Promise<OpenedRouteros> {
  return openRouteros({
    target: { host: '127.0.0.1', port: router.port, security: 'plain', fingerprint: undefined },
    login: { username: 'api', password: 'রহিম' },
    clock: systemClock,
    limits,
  });
}

const everything: Answer = ({ path, tag }, peer) => {
  if (path === '/ppp/active/print') {
    peer.say(tag, '!re', '=.id=*1', '=name=রহিম', '=comment=a=b', '=empty=');
    peer.say(tag, '!re', '=.id=*2', `=name=${'x'.repeat(20_000)}`);
    peer.say(tag, '!done');
  } else if (path === '/empty/print') {
    peer.say(tag, '!empty');
    peer.say(tag, '!done');
  } else if (path === '/new/print') {
    peer.say(tag, '!somethingNew', '=what=ever');
    peer.say(tag, '!re', '=name=row');
    peer.say(tag, '!done', '=ret=*1A');
  } else {
    peer.say(tag, '!trap', '=category=0', '=message=no such command');
    peer.say(tag, '!done');
  }
};

test.for([1, 2, 3, 7, 1_460, 100_000])('replies cut into pieces of %i bytes are the same replies', async (piece) => {
  await using router = await startFakeRouter({ answer: everything, piece });
  await using connection = await open(router);
  const { rows } = await connection.run({ path: '/ppp/active/print' });
  expect(rows).toEqual([
    { '.id': '*1', name: 'রহিম', comment: 'a=b', empty: '' },
    { '.id': '*2', name: 'x'.repeat(20_000) },
  ]);
  expect(await connection.run({ path: '/empty/print' })).toEqual({ rows: [], done: {} });
  expect(await connection.run({ path: '/new/print' })).toEqual({ rows: [{ name: 'row' }], done: { ret: '*1A' } });
  await expect(connection.run({ path: '/nope' })).rejects.toMatchObject({
    failure: 'trap',
    category: 0,
    message: '/nope: no such command',
  });
});

test('bytes that are no UTF-8 are read as Latin-1 instead of being lost', async () => {
  await using router = await startFakeRouter({
    answer: ({ tag }, peer) => {
      const name = Buffer.concat([Buffer.from('=name=caf'), Buffer.of(0xe9)]);
      peer.sayBytes(encodeWords(['!re', `.tag=${tag}`, name]));
      peer.say(tag, '!done');
    },
  });
  await using connection = await open(router);
  expect((await connection.run({ path: '/x' })).rows).toEqual([{ name: 'café' }]);
});

test('commands run side by side and each gets its own rows', async () => {
  const held: (() => void)[] = [];
  await using router = await startFakeRouter({
    answer: ({ tag, attributes }, peer) => {
      peer.say(tag, '!re', `=of=${attributes['n']}`);
      held.push(() => peer.say(tag, '!done'));
      if (held.length === 4) for (const finish of held.toReversed()) finish();
    },
  });
  await using connection = await open(router);
  const answers = await Promise.all([1, 2, 3, 4].map((n) => connection.run({ path: '/x', attributes: { n: `${n}` } })));
  expect(answers.map(({ rows }) => rows[0]?.['of'])).toEqual(['1', '2', '3', '4']);
});

test('no more commands are in flight than allowed, and no more wait than allowed', async () => {
  const tags: string[] = [];
  await using router = await startFakeRouter({ answer: ({ tag }) => void tags.push(tag) });
  await using connection = await open(router, { mostInFlight: 2, mostWaiting: 3 });
  const running = [1, 2, 3, 4, 5].map(() => connection.run({ path: '/x' }));
  await expect(connection.run({ path: '/x' })).rejects.toMatchObject({ failure: 'busy' });
  await eventually(() => tags.length === 2, 'two arrived');
  router.peers[0]!.say(tags[0]!, '!done');
  await running[0];
  await eventually(() => tags.length === 3, 'the next was let in');
  connection.close();
  const ends = await Promise.allSettled(running);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
});

test('a command that is not answered in time is cancelled, and its late answer is nobody else’s', async () => {
  const heard: { path: string; tag: string; of?: string }[] = [];
  await using router = await startFakeRouter({
    answer: ({ path, tag, attributes }, peer) => {
      heard.push({ path, tag, ...(attributes['tag'] ? { of: attributes['tag'] } : {}) });
      if (path === '/cancel') {
        peer.say(attributes['tag'], '!re', '=name=late');
        peer.say(attributes['tag'], '!trap', '=category=2', '=message=interrupted');
        peer.say(attributes['tag'], '!done');
        peer.say(tag, '!done');
      }
      if (path === '/quick') {
        peer.say(tag, '!re', '=name=right');
        peer.say(tag, '!done');
      }
    },
  });
  await using connection = await open(router, { mostInFlight: 1 });
  await expect(connection.run({ path: '/slow' }, { withinMs: 30 })).rejects.toMatchObject({ failure: 'timeout' });
  expect((await connection.run({ path: '/quick' })).rows).toEqual([{ name: 'right' }]);
  expect(heard).toMatchObject([{ path: '/slow' }, { path: '/cancel', of: heard[0]!.tag }, { path: '/quick' }]);
  expect(connection.error).toBeUndefined();
});

test('a caller that aborts is answered at once and the router is told', async () => {
  await using router = await startFakeRouter({ answer: () => undefined });
  await using connection = await open(router);
  const giveUp = new AbortController();
  const running = connection.run({ path: '/slow' }, { signal: giveUp.signal });
  giveUp.abort();
  await expect(running).rejects.toMatchObject({ failure: 'aborted' });
  await eventually(() => router.heard.some(({ path }) => path === '/cancel'), 'the router was told');
  await expect(connection.run({ path: '/x' }, { signal: giveUp.signal })).rejects.toMatchObject({ failure: 'aborted' });
});

test('a router that leaves everything unanswered is given up, not piled up on', async () => {
  await using router = await startFakeRouter({ answer: () => undefined });
  await using connection = await open(router, { mostInFlight: 2, mostStreams: 1 });
  for (let round = 0; round < 4 && !connection.error; round += 1)
    await Promise.allSettled([1, 2].map(() => connection.run({ path: '/x' }, { withinMs: 20 })));
  expect(router.heard.filter(({ path }) => path === '/x').length).toBeLessThanOrEqual(2);
});

test('!fatal and a closed connection reject everything that waits, once', async () => {
  await using router = await startFakeRouter({
    answer: ({ path }, peer) => {
      if (path === '/die') peer.say(undefined, '!fatal', 'session terminated on request');
    },
  });
  await using connection = await open(router);
  const closed = vi.fn<(error: RouterosError) => void>();
  connection.onClosed(closed);
  const others = [1, 2].map(() => connection.run({ path: '/x' }));
  const stream = connection.stream({ path: '/log/listen' }, () => undefined, new AbortController().signal);
  const ends = await Promise.allSettled([...others, stream, connection.run({ path: '/die' })]);
  expect(ends.map((end) => (end.status === 'rejected' ? (end.reason as RouterosError).failure : 'none'))).toEqual(
    Array.from({ length: 4 }, () => 'fatal'),
  );
  expect(closed).toHaveBeenCalledTimes(1);
  await expect(connection.run({ path: '/x' })).rejects.toThrow('session terminated on request');
});

test('a stream tells every row until it is not wanted any more, and then the router stops', async () => {
  await using router = await startFakeRouter({
    answer: ({ path, tag, attributes }, peer) => {
      if (path === '/log/listen') for (const n of [1, 2, 3]) peer.say(tag, '!re', `=n=${n}`);
      if (path === '/cancel') {
        peer.say(attributes['tag'], '!trap', '=message=interrupted');
        peer.say(attributes['tag'], '!done');
      }
    },
  });
  await using connection = await open(router);
  const rows: string[] = [];
  for await (const row of rowStream(connection, { path: '/log/listen' }, new AbortController().signal)) {
    rows.push(row['n']!);
    if (rows.length === 3) break;
  }
  expect(rows).toEqual(['1', '2', '3']);
  await eventually(() => router.heard.some(({ path }) => path === '/cancel'), 'the router was told');
});

test('a reader slower than its stream is told, instead of being sent a list with gaps', async () => {
  await using router = await startFakeRouter({
    answer: ({ path, tag }, peer) => {
      if (path === '/log/listen') for (let n = 0; n < 50; n += 1) peer.say(tag, '!re', `=n=${n}`);
    },
  });
  await using connection = await open(router);
  const rows = rowStream(connection, { path: '/log/listen' }, new AbortController().signal, 10);
  const read = async (): Promise<number> => {
    let count = 0;
    for await (const row of rows) {
      count += Object.keys(row).length;
      if (count === 1) await eventually(() => router.heard.some(({ path }) => path === '/cancel'), 'cancelled');
    }
    return count;
  };
  await expect(read()).rejects.toMatchObject({ failure: 'aborted', cause: { failure: 'tooLarge' } });
  expect(connection.error).toBeUndefined();
});

test('an answer beyond the limit is refused while it comes, and the rest of it is swallowed', async () => {
  await using router = await startFakeRouter({
    answer: ({ path, tag }, peer) => {
      if (path === '/big') for (let n = 0; n < 500; n += 1) peer.say(tag, '!re', `=n=${n}`);
      if (path !== '/cancel') peer.say(tag, '!done');
    },
  });
  await using connection = await open(router, { mostReplyRows: 100 });
  await expect(connection.run({ path: '/big' })).rejects.toMatchObject({ failure: 'tooLarge' });
  expect(await connection.run({ path: '/small' })).toEqual({ rows: [], done: {} });
});

test.for<[string, Buffer]>([
  ['a control octet', Buffer.of(0xf9, 1, 2)],
  ['a word longer than allowed', Buffer.of(0xf0, 0x7f, 0xff, 0xff, 0xff)],
  [
    'a sentence that never ends',
    Buffer.concat(Array.from({ length: 2_000 }, () => encodeWords(['=a=b']).subarray(0, -1))),
  ],
  ['what is no reply', encodeWords(['hello'])],
  ['replies to nothing', Buffer.concat(Array.from({ length: 2_000 }, () => encodeWords(['!re', '.tag=x'])))],
])('%s ends the connection and nothing else', async ([, bytes]) => {
  await using router = await startFakeRouter({ answer: (_heard, peer) => peer.sayBytes(bytes) });
  await using connection = await open(router);
  await expect(connection.run({ path: '/x' })).rejects.toMatchObject({ failure: 'protocol' });
});

test('a router that hangs is found by the keepalive', async () => {
  await using router = await startFakeRouter({ answer: () => undefined });
  await using connection = await open(router, { keepaliveAfterMs: 50, keepaliveWithinMs: 60 });
  const ended = new Promise<RouterosError>((resolve) => connection.onClosed(resolve));
  expect(await ended).toMatchObject({ failure: 'timeout' });
});

test('a router that answers the keepalive stays connected', async () => {
  await using router = await startFakeRouter({ answer: ({ tag }, peer) => peer.say(tag, '!done') });
  await using connection = await open(router, { keepaliveAfterMs: 20, keepaliveWithinMs: 500 });
  await eventually(
    () => router.heard.filter(({ path }) => path === '/system/identity/print').length >= 3,
    'asked thrice',
  );
  expect(connection.error).toBeUndefined();
});

test('the login before 6.43 is found out by its challenge', async () => {
  const challenge = '856780b7411eefd3abadee2058c149a3';
  await using router = await startFakeRouter({
    ownLogin: true,
    answer: ({ path, tag, attributes }, peer) => {
      if (path !== '/login') return peer.say(tag, '!done');
      if (attributes['response'] === undefined) return peer.say(tag, '!done', `=ret=${challenge}`);
      const expected = createHash('md5')
        .update('\0')
        .update('রহিম')
        .update(Buffer.from(challenge, 'hex'))
        .digest('hex');
      if (attributes['response'] !== `00${expected}`) peer.say(tag, '!trap', '=message=cannot log in');
      return peer.say(tag, '!done');
    },
  });
  await using connection = await open(router);
  expect(await connection.run({ path: '/x' })).toEqual({ rows: [], done: {} });
});

test.for<[string, Answer, string]>([
  [
    'a trap',
    ({ tag }, peer) => {
      peer.say(tag, '!trap', '=message=invalid user name or password (6)');
      peer.say(tag, '!done');
    },
    'login',
  ],
  ['!fatal', (_heard, peer) => peer.say(undefined, '!fatal', 'invalid user name or password'), 'login'],
  ['the end of the connection', (_heard, peer) => peer.socket.end(), 'closed'],
  ['silence', () => undefined, 'timeout'],
])('a login answered with %s is refused in clear words', async ([, answer, failure]) => {
  await using router = await startFakeRouter({ ownLogin: true, answer });
  await expect(openPlain(router, { openWithinMs: 200 })).rejects.toMatchObject({ failure });
});

test('nobody there, a name nobody knows and an address that is not allowed say which', async () => {
  const router = await startFakeRouter({ answer: everything });
  const { port } = router;
  const at = (host: string, mayConnect?: () => boolean): Promise<unknown> =>
    openRouteros({
      target: { host, port, security: 'plain', fingerprint: undefined },
      login: { username: 'a', password: 'b' },
      clock: systemClock,
      ...(mayConnect ? { mayConnect } : {}),
    });
  await expect(at('127.0.0.1', () => false)).rejects.toMatchObject({ failure: 'connect' });
  await expect(at('localhost', () => false)).rejects.toMatchObject({ failure: 'connect' });
  await router[Symbol.asyncDispose]();
  await expect(at('127.0.0.1')).rejects.toMatchObject({ failure: 'connect' });
  await expect(at('no-such-router.invalid')).rejects.toMatchObject({ failure: 'resolve' });
});
