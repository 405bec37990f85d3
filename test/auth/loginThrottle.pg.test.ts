import { beforeAll, afterAll, expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { createLoginThrottle, type LoginThrottle } from '#server/platform/auth/loginThrottle.ts';
import { forgetOldFailures } from '#server/platform/auth/loginThrottleStore.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';

let db: TestDatabase;
let accounts = 0;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

/** Each test has an account and addresses of its own, on one database. */
function world(): { clock: SimulatedClock; throttle: LoginThrottle; email: string; net: string } {
  accounts += 1;
  const clock = new SimulatedClock();
  clock.set(Date.UTC(2026, 10, 21, 8));
  return {
    clock,
    throttle: createLoginThrottle(db.database, clock),
    email: `asha${accounts}@x.example`,
    net: `203.0.${accounts}`,
  };
}

test('locks begin after five failures from an address and double up to 15 minutes', async () => {
  const { clock, throttle, email, net } = world();
  const waits: number[] = [];
  for (let failures = 0; failures < 13; failures += 1) {
    waits.push((await failUntilAdmitted(throttle, clock, email, `${net}.1`)) / 1_000);
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
});

test('the attempt knows whether its failure locks', async () => {
  const { clock, throttle, email, net } = world();
  const locks: (number | undefined)[] = [];
  for (let n = 0; n < 5; n += 1) {
    const admission = await throttle.admit(email, `${net}.1`);
    locks.push(admission.admitted ? admission.attempt.lockedUntil : 0);
  }
  expect(locks).toEqual([undefined, undefined, undefined, undefined, clock.now() + 15_000]);
});

test('tries at the same moment are counted before they are checked', async () => {
  const { throttle, email, net } = world();
  const admitted = await Promise.all(Array.from({ length: 50 }, () => throttle.admit(email, `${net}.1`)));
  expect(admitted.filter((one) => one.admitted)).toHaveLength(5);
});

test('a restart forgives nothing, and several processes count together', async () => {
  const { clock, throttle, email, net } = world();
  const other = createLoginThrottle(db.database, clock);
  for (let n = 0; n < 5; n += 1) await (n % 2 === 0 ? throttle : other).admit(email, `${net}.1`);
  expect(await createLoginThrottle(db.database, clock).admit(email, `${net}.1`)).toEqual({
    admitted: false,
    retryAfterMs: 15_000,
  });
});

test('a guesser elsewhere does not lock the owner out, unless there are very many guesses, and then shortly', async () => {
  const { clock, throttle, email, net } = world();
  for (let n = 0; n < 20; n += 1) await throttle.admit(email, `${net}.1`);
  expect((await throttle.admit(email, '198.51.100.7')).admitted).toBe(true);
  for (let n = 0; n < 60; n += 1) await throttle.admit(email, `${net}.${n}`);
  const owner = await throttle.admit(email, '198.51.100.8');
  expect(owner.admitted ? 0 : owner.retryAfterMs).toBeLessThanOrEqual(120_000);
  expect(await throttle.lockedUntil(email)).toBeGreaterThan(clock.now());
  clock.increment(120_000);
  expect((await throttle.admit(email, '198.51.100.8')).admitted).toBe(true);
});

test('an address that tries one password on many accounts is locked too', async () => {
  const { throttle, email, net } = world();
  for (let n = 0; n < 60; n += 1) expect((await throttle.admit(`${n}${email}`, `${net}.1`)).admitted).toBe(true);
  expect((await throttle.admit(`61${email}`, `${net}.1`)).admitted).toBe(false);
  expect((await throttle.admit(`61${email}`, `${net}.2`)).admitted).toBe(true);
});

test('success forgets the failures, and what was not checked was none', async () => {
  const { throttle, email, net } = world();
  for (let n = 0; n < 4; n += 1) await throttle.admit(email, `${net}.1`);
  const fifth = await throttle.admit(email, `${net}.1`);
  expect(fifth.admitted).toBe(true);
  if (fifth.admitted) await fifth.attempt.succeeded();
  for (let n = 0; n < 20; n += 1) {
    const next = await throttle.admit(email, `${net}.1`);
    expect(next.admitted).toBe(true);
    if (next.admitted) await next.attempt.abandoned();
  }
});

test('an unlock forgets the failures from everywhere', async () => {
  const { throttle, email, net } = world();
  for (const address of [1, 2]) for (let n = 0; n < 6; n += 1) await throttle.admit(email, `${net}.${address}`);
  expect((await throttle.admit(email, `${net}.1`)).admitted).toBe(false);
  await throttle.unlock(email);
  for (const address of [1, 2]) expect((await throttle.admit(email, `${net}.${address}`)).admitted).toBe(true);
});

test('after an hour without a failure everything is forgotten, and tidied away', async () => {
  const { clock, throttle, email, net } = world();
  for (let n = 0; n < 9; n += 1) await throttle.admit(email, `${net}.1`);
  clock.increment(3_600_001);
  const admission = await throttle.admit(email, `${net}.1`);
  expect(admission.admitted && admission.attempt.lockedUntil === undefined).toBe(true);
  expect(await db.database.systemTx((tx) => forgetOldFailures(tx, clock.now() + 1))).toBeGreaterThan(0);
});

/** Answers how long it had to wait before this failure. */
async function failUntilAdmitted(
  throttle: LoginThrottle,
  clock: SimulatedClock,
  email: string,
  address: string,
): Promise<number> {
  let waited = 0;
  for (;;) {
    const admission = await throttle.admit(email, address);
    if (admission.admitted) return waited;
    waited += admission.retryAfterMs;
    clock.increment(admission.retryAfterMs);
  }
}
