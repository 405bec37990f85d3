import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '#server/platform/auth/passwordHash.ts';
import { createPasswordQueue, PasswordQueueFull } from '#server/platform/auth/passwordQueue.ts';
import { processMs } from '../support/processorTime.ts';

test('a hash is verified by its password only, and differs each time', async () => {
  const [one, other] = await Promise.all([hashPassword('korosho na asali'), hashPassword('korosho na asali')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword('korosho na asali', one)).toBe(true);
  expect(await verifyPassword('korosho na asalI', one)).toBe(false);
});

test('a hash made elsewhere is understood', async () => {
  // The reference vector of argon2 (password, somesalt): argon2id, m=65536, t=2, p=1.
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await verifyPassword('password', reference)).toBe(true);
});

test('the same letters typed in another Unicode form are the same password', async () => {
  const stored = await hashPassword('pässwörter sind lang'.normalize('NFD'));
  expect(await verifyPassword('pässwörter sind lang'.normalize('NFC'), stored)).toBe(true);
});

test.for([
  '',
  'plain',
  '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=999999,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
])('the stored text %s is refused', async (stored) => {
  await expect(verifyPassword('x', stored)).rejects.toThrow();
});

test('an account without a password takes a check as well, and never matches', async () => {
  const queue = createPasswordQueue();
  expect(await queue.verify('nobody has this password', undefined)).toBe(false);
  const stored = await queue.hash('a right password');
  const timed = async (against: string | undefined): Promise<number> => {
    const begun = processMs();
    await queue.verify('a wrong password', against);
    return processMs() - begun;
  };
  const fastest = { known: Infinity, unknown: Infinity };
  for (let n = 0; n < 5; n += 1) {
    fastest.known = Math.min(fastest.known, await timed(stored));
    fastest.unknown = Math.min(fastest.unknown, await timed(undefined));
  }
  expect(fastest.unknown / fastest.known).toBeGreaterThan(0.5);
  expect(fastest.unknown / fastest.known).toBeLessThan(2);
});

test('beyond what may wait, a flood is turned away at once and the rest is answered', async () => {
  const queue = createPasswordQueue({ atOnce: 1, mostWaiting: 2 });
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => queue.hash('some long password')));
  const failures = outcomes
    .filter((outcome) => outcome.status === 'rejected')
    .map((outcome): unknown => outcome.reason);
  expect(failures).toHaveLength(3);
  expect(failures.every((reason) => reason instanceof PasswordQueueFull)).toBe(true);
  expect(await queue.verify('x', undefined)).toBe(false);
});
