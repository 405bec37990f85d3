import { expect, test } from 'vitest';
import { DueTimes } from '#lab/dueTimes.ts';
import { SeededRandom } from '#lab/seededRandom.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

test('thousands of appointments are kept in order on one timer, and those called off are not', async () => {
  const clock = new SimulatedTime();
  const due = new DueTimes(clock);
  const random = new SeededRandom(3);
  const kept: number[] = [];
  const expected: number[] = [];
  const start = clock.now();
  for (let count = 0; count < 5000; count += 1) {
    const at = start + random.below(100_000);
    const appointment = due.at(at, () => {
      kept.push(at);
      expect(clock.now()).toBeGreaterThanOrEqual(at);
    });
    if (random.next() < 0.3) appointment.run = undefined;
    else expected.push(at);
  }
  expect(clock.waitingMs()).toHaveLength(1);
  await clock.advance(100_000);
  expect(kept).toEqual(expected.toSorted((one, other) => one - other));
  expect(due.size).toBe(0);
});

test('an appointment may make another, also one that is due at once', async () => {
  const clock = new SimulatedTime();
  const due = new DueTimes(clock);
  const said: string[] = [];
  due.at(clock.now() + 10, () => {
    said.push('first');
    due.at(clock.now(), () => void said.push('at once'));
    due.at(clock.now() + 5, () => void said.push('later'));
  });
  await clock.advance(20);
  expect(said).toEqual(['first', 'at once', 'later']);
  due.at(clock.now() + 1, () => void said.push('never'));
  due.clear();
  await clock.advance(10);
  expect(said).toHaveLength(3);
});
