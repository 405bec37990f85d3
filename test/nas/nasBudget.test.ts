import { expect, test } from 'vitest';
import { NasBudget } from '#server/nas/nasBudget.ts';
import { NasBusy } from '#server/nas/vendors/nasCommandError.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

test('a router is asked no more than its budget allows, whoever asks', async () => {
  const clock = new SimulatedTime();
  const budget = new NasBudget(10, clock);
  let asked = 0;
  for (let n = 0; n < 60; n += 1)
    void budget.take(n % 2 === 0 ? 'people' : 'polls', undefined).then(() => (asked += 1));
  await clock.settle();
  expect(asked).toBe(10);
  await clock.advance(1_000);
  expect(asked).toBe(20);
  await clock.advance(4_100);
  expect(asked).toBe(60);
});

test('people go before polls', async () => {
  const clock = new SimulatedTime();
  const budget = new NasBudget(1, clock);
  const order: string[] = [];
  await budget.take('polls', undefined);
  for (const priority of ['polls', 'polls', 'people'] as const)
    void budget.take(priority, undefined).then(() => order.push(priority));
  await clock.advance(3_000);
  expect(order).toEqual(['people', 'polls', 'polls']);
});

test('too much waiting is refused, and who gives up leaves the line', async () => {
  const clock = new SimulatedTime();
  const budget = new NasBudget(1, clock);
  await budget.take('people', undefined);
  const leaving = new AbortController();
  const left = budget.take('people', leaving.signal);
  const waiting = Array.from({ length: 63 }, () => budget.take('people', undefined));
  await expect(budget.take('people', undefined)).rejects.toThrow(NasBusy);
  leaving.abort();
  await expect(left).rejects.toThrow(NasBusy);
  void budget.take('people', undefined);
  expect(budget.use().waiting).toBe(waiting.length + 1);
});

test('operators 16: live charts have their part of a router’s budget, and at most half of it', async () => {
  const clock = new SimulatedTime();
  const budget = new NasBudget(10, clock);
  const charts = Array.from({ length: 5 }, () => budget.reserve());
  expect(() => budget.reserve()).toThrow(NasBusy);
  let asked = 0;
  for (let n = 0; n < 60; n += 1) void budget.take('people', undefined).then(() => (asked += 1));
  await clock.settle();
  const before = asked;
  await clock.advance(2_000);
  // The other half of two seconds.
  expect(asked - before).toBe(10);
  charts[0]!();
  charts[0]!();
  budget.reserve();
  expect(() => budget.reserve()).toThrow(NasBusy);
  for (const end of charts) end();
});
