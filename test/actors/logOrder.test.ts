import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import { LogOrder } from '#actors/system/logOrder.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

const tenant = TenantId.parse('11111111-1111-4111-8111-111111111111');
const actorId = ActorId.parse('22222222-2222-4222-8222-222222222222');

function batch(first: number, length: number): CommittedBatch {
  const events = Array.from({ length }, (_, n) => ({
    tenant,
    position: first + n,
    kind: 'tally',
    actorId,
    version: 1,
    type: 'tally.added',
    v: 1,
    data: {},
    actorUser: undefined,
    cause: undefined,
    at: 0,
  }));
  return { tenant, events, states: new Map() };
}

function recorded(): { order: LogOrder; handed: number[] } {
  const handed: number[] = [];
  return { order: new LogOrder(({ events }) => handed.push(...events.map(({ position }) => position))), handed };
}

test('a batch that continues the log is handed on at once', () => {
  const { order, handed } = recorded();
  const [a, b] = [order.begin(), order.begin()];
  void order.end(a, batch(1, 2));
  void order.end(b, batch(3, 1));
  expect(handed).toEqual([1, 2, 3]);
});

test('a batch whose answer comes too early waits for the one before it', async () => {
  const { order, handed } = recorded();
  await order.end(order.begin(), batch(1, 1));
  const [a, b] = [order.begin(), order.begin()];
  const early = order.end(b, batch(4, 1));
  expect(handed).toEqual([1]);
  void order.end(a, batch(2, 2));
  await early;
  expect(handed).toEqual([1, 2, 3, 4]);
});

test('a batch behind what another server wrote waits only for those that were under way beside it', () => {
  const { order, handed } = recorded();
  void order.end(order.begin(), batch(1, 1));
  const [a, b] = [order.begin(), order.begin()];
  void order.end(a, batch(9, 1));
  const later = order.begin();
  expect(handed).toEqual([1]);
  void order.end(b, undefined);
  expect(handed).toEqual([1, 9]);
  void order.end(later, batch(10, 1));
  expect(handed).toEqual([1, 9, 10]);
});

test('a transaction that committed nothing for the log holds nobody up', async () => {
  const { order, handed } = recorded();
  await order.end(order.begin(), batch(1, 0));
  await order.end(order.begin(), batch(1, 1));
  expect(handed).toEqual([1]);
  expect(order.underWay).toBe(0);
});

/** Up to three transactions overlap; positions are taken in an order of their own, as a lock would give them. */
test('whatever overlaps and whoever else writes, positions come in order and each once', () => {
  const step = fc.record({ lane: fc.nat(2), events: fc.nat(3), foreign: fc.nat(2), answerLater: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { order, handed } = recorded();
      const lanes: (number | undefined)[] = [undefined, undefined, undefined];
      const unanswered: { ticket: number; batch: CommittedBatch }[] = [];
      const expected: number[] = [];
      let head = 0;
      const answerAll = (): void => {
        for (const { ticket, batch: committed } of unanswered.splice(0).toReversed()) void order.end(ticket, committed);
      };
      for (const { lane, events, foreign, answerLater } of steps) {
        const ticket = lanes[lane];
        if (ticket === undefined) {
          lanes[lane] = order.begin();
          continue;
        }
        head += foreign;
        const committed = batch(head + 1, events);
        for (let n = 1; n <= events; n++) expected.push(head + n);
        head += events;
        lanes[lane] = undefined;
        unanswered.push({ ticket, batch: committed });
        if (!answerLater) answerAll();
      }
      answerAll();
      for (const ticket of lanes) if (ticket !== undefined) void order.end(ticket, undefined);
      expect(handed).toEqual(expected);
    }),
  );
});
