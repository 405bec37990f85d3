import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { createLoginThrottle, type LoginThrottle } from '#server/platform/auth/loginThrottle.ts';

test('locks begin after five failures from an address and double up to 15 minutes', () => {
  const clock = new SimulatedClock();
  const throttle = createLoginThrottle(clock);
  const waits: number[] = [];
  for (let failures = 0; failures < 13; failures += 1) {
    const wait = failUntilAdmitted(throttle, clock, 'asha@x.example', '203.0.113.1');
    waits.push(wait / 1_000);
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
});

test('tries at the same moment are counted before they are checked', () => {
  const throttle = createLoginThrottle(new SimulatedClock());
  const admitted = Array.from({ length: 50 }, () => throttle.admit('asha@x.example', '203.0.113.1').admitted);
  expect(admitted.filter(Boolean)).toHaveLength(5);
});

test('a guesser elsewhere does not lock the owner out, unless there are very many guesses, and then shortly', () => {
  const clock = new SimulatedClock();
  const throttle = createLoginThrottle(clock);
  for (let n = 0; n < 20; n += 1) throttle.admit('asha@x.example', '203.0.113.1');
  expect(throttle.admit('asha@x.example', '198.51.100.7').admitted).toBe(true);
  for (let n = 0; n < 200; n += 1) throttle.admit('asha@x.example', `203.0.113.${n}`);
  const owner = throttle.admit('asha@x.example', '198.51.100.8');
  expect(owner.admitted ? 0 : owner.retryAfterMs).toBeLessThanOrEqual(120_000);
  clock.increment(120_000);
  expect(throttle.admit('asha@x.example', '198.51.100.8').admitted).toBe(true);
});

test('success forgets the failures, and what was not checked was none', () => {
  const throttle = createLoginThrottle(new SimulatedClock());
  for (let n = 0; n < 4; n += 1) throttle.admit('asha@x.example', '::1');
  const fifth = throttle.admit('asha@x.example', '::1');
  expect(fifth.admitted).toBe(true);
  if (fifth.admitted) fifth.attempt.succeeded();
  for (let n = 0; n < 20; n += 1) {
    const next = throttle.admit('asha@x.example', '::1');
    expect(next.admitted).toBe(true);
    if (next.admitted) next.attempt.abandoned();
  }
});

/** Answers how long it had to wait before this failure. */
function failUntilAdmitted(throttle: LoginThrottle, clock: SimulatedClock, email: string, address: string): number {
  let waited = 0;
  for (;;) {
    const admission = throttle.admit(email, address);
    if (admission.admitted) return waited;
    waited += admission.retryAfterMs;
    clock.increment(admission.retryAfterMs);
  }
}
