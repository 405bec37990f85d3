import { expect, test } from 'vitest';
import { refusalWords } from '#client/alarm/refusalWords.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { alarm, AMINA, ME, NOW } from './alarmFixture.ts';

function refusal(code: string, details?: Refusal['details']): Refusal {
  return { ok: false, code, message: 'In the words of the server.', ...(details ? { details } : {}) };
}

test('a lost race names the winner and when, from the row that came meanwhile', () => {
  const claimed = alarm({ state: 'claimed', claimedBy: AMINA, claimedByName: 'Amina Otieno', claimedAt: NOW - 4_000 });
  const words = refusalWords(refusal('alarm/claimed-by-other', { by: AMINA, at: NOW - 4_000 }), claimed, ME, NOW);
  expect(words).toBe('Claimed by Amina Otieno 4 s ago');
});

test('before the row has come, the server’s words stand', () => {
  const words = refusalWords(refusal('alarm/claimed-by-other', { by: AMINA, at: NOW }), alarm({}), ME, NOW);
  expect(words).toBe('In the words of the server.');
});

test('a name in the answer needs no row', () => {
  const words = refusalWords(
    refusal('alarm/claimed-by-other', { by: AMINA, byName: 'Amina Otieno', at: NOW }),
    undefined,
    ME,
    NOW,
  );
  expect(words).toBe('Claimed by Amina Otieno just now');
});

test('one’s own acknowledgement is one’s own', () => {
  const words = refusalWords(refusal('alarm/already-acknowledged', { by: ME, at: NOW - 60_000 }), alarm({}), ME, NOW);
  expect(words).toBe('You acknowledged it 1 min ago');
});

test('any other refusal is shown as the server says it', () => {
  expect(refusalWords(refusal('storage/full'), alarm({}), ME, NOW)).toBe('In the words of the server.');
});
