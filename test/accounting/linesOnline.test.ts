import { expect, test } from 'vitest';
import type { LineSession } from '#server/accounting/lineSession.ts';
import { SessionBoard } from '#server/accounting/sessionBoard.ts';

function session(id: string, part: Partial<LineSession> = {}): LineSession {
  return {
    ...{
      id,
      tenantId: 't',
      nasId: 'n',
      acctSessionId: id,
      startedAt: 1_000,
      subscriptionId: 'line',
      username: 'neema',
    },
    ...{ heardAt: 1_000, seconds: 0, octetsIn: 0, octetsOut: 0, policyVersion: 0, flags: 0 },
    ...part,
  };
}

function watched() {
  const board = new SessionBoard();
  const told: string[][] = [];
  board.lines.onChange((ids) => told.push([...ids]));
  const hear = (now: LineSession, before?: LineSession): void => {
    board.apply({ before, now, reports: [] });
    board.tell();
  };
  return { lines: board.lines, told, hear };
}

test('a line is in from its first session until its last has ended', () => {
  const { lines, told, hear } = watched();
  hear(session('a'));
  hear(session('b', { startedAt: 2_000 }));
  expect(lines.sessionsOf('line').map(({ id }) => id)).toEqual(['b', 'a']);
  hear(session('b', { startedAt: 2_000, endedAt: 3_000 }));
  expect(lines.sessionsOf('line').map(({ id }) => id)).toEqual(['a']);
  hear(session('a', { endedAt: 3_000 }));
  expect([...lines.ids()]).toEqual([]);
  expect(told).toHaveLength(4);
});

test('figures of a running session are no news; another address and a silent router are', () => {
  const { told, hear, lines } = watched();
  hear(session('a'));
  hear(session('a', { seconds: 300, octetsIn: 7 }));
  expect(told).toHaveLength(1);
  expect(lines.sessionsOf('line')[0]).toMatchObject({ seconds: 300 });
  hear(session('a', { ipv4: '10.0.0.7' }));
  hear(session('a', { ipv4: '10.0.0.7', unknownSince: 5_000 }));
  expect(told).toHaveLength(3);
});

test('a session that turns out to be of another line leaves the first', () => {
  const { lines, hear } = watched();
  hear(session('a'));
  hear(session('a', { subscriptionId: 'other' }), session('a'));
  expect([...lines.ids()]).toEqual(['other']);
});

test('who came in latest stands first', () => {
  const { lines, hear } = watched();
  hear(session('a', { subscriptionId: 'early' }));
  hear(session('b', { subscriptionId: 'late', startedAt: 9_000 }));
  expect(lines.latestFirst().map(({ id }) => id)).toEqual(['late', 'early']);
});
