import { expect, test } from 'vitest';
import type { LineSession } from '#server/accounting/lineSession.ts';
import { SessionBoard } from '#server/accounting/sessionBoard.ts';
import { SessionIndex, type SessionIndexOptions } from '#server/accounting/sessionIndex.ts';
import { SessionFilter } from '#shared/session/view.ts';
import { threadMs } from '../support/processorTime.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const near = '00000000-0000-4000-8000-00000000000a';
const far = '00000000-0000-4000-8000-00000000000b';

function session(number: number, part: Partial<LineSession> = {}): LineSession {
  return {
    id: `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`,
    tenantId: '00000000-0000-4000-8000-000000000001',
    nasId: near,
    acctSessionId: `81${number}`,
    startedAt: 1_000_000 + number,
    username: `user${number}`,
    heardAt: 1_000_000,
    seconds: 0,
    octetsIn: number,
    octetsOut: number,
    policyVersion: 0,
    flags: 0,
    ...part,
  };
}

function world(sessions: readonly LineSession[], options: Partial<SessionIndexOptions> = {}) {
  const board = new SessionBoard();
  for (const now of sessions) board.apply({ before: undefined, now, reports: [] });
  const clock = new SimulatedTime();
  const index = new SessionIndex({
    board,
    clock,
    filter: SessionFilter.parse({}),
    sort: 'latest',
    mayView: ({ branchId }) => branchId === 'near',
    routerOf: (nasId) =>
      nasId === near ? { name: 'Westlands', branchId: 'near' } : { name: 'Kisumu', branchId: 'far' },
    ...options,
  });
  const shown = (): string[] => index.window(0, 100).map((entry) => entry.session.username);
  return { board, clock, index, shown };
}

const filtered = (filter: object): Partial<SessionIndexOptions> => ({ filter: SessionFilter.parse(filter) });
const two = [
  session(1, { ipv4: '10.0.0.7', mac: 'aa:bb:cc:00:00:01' }),
  session(2, { delegatedPrefix: '2001:db8:42::/56' }),
];

test.for([
  ['part of an address', '0.0.7', ['user1']],
  ['part of a MAC address', 'CC:00', ['user1']],
  ['a prefix', '2001:db8', ['user2']],
  ['a session id', '812', ['user2']],
  ['a name in any case', 'USER1', ['user1']],
  ['the name of its router', 'westl', ['user2', 'user1']],
  ['nothing that is there', 'kisumu', []],
] as const)('a session is found by %s', ([, text, expected]) => {
  expect(world(two, filtered({ text })).shown()).toEqual(expected);
});

test('nobody sees sessions of routers outside his branches', () => {
  expect(world([session(1), session(2, { nasId: far })]).shown()).toEqual(['user1']);
});

test('what is unknown can be asked for', () => {
  const sessions = [session(1), session(2, { unknownSince: 5 })];
  expect(world(sessions, filtered({ state: 'unknown' })).shown()).toEqual(['user2']);
  expect(world(sessions, filtered({ state: 'known' })).shown()).toEqual(['user1']);
});

test('who reads too early hears when the list is made anew; one that ended is gone at once', async () => {
  const { board, clock, index, shown } = world([session(1), session(2)]);
  let told = 0;
  const close = index.watch(() => (told += 1));
  expect(shown()).toEqual(['user2', 'user1']);
  board.apply({ before: undefined, now: session(3), reports: [] });
  board.apply({ before: session(2), now: session(2, { endedAt: 9 }), reports: [] });
  board.tell();
  expect([told, shown()]).toEqual([1, ['user1']]);
  await clock.advance(60_000);
  expect([told, shown()]).toEqual([2, ['user3', 'user1']]);
  close();
});

test('80,000 sessions are filtered and put in order within a fraction of a second', () => {
  const many = Array.from({ length: 80_000 }, (_, number) => session(number, { username: `user${number % 1000}` }));
  const { index } = world(many, { ...filtered({ text: 'user77' }), sort: 'username' });
  const began = threadMs();
  expect(index.size).toBe(80 * 11);
  expect(threadMs() - began).toBeLessThan(1000);
});
