import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import { PendingBatches } from '#server/platform/eventLog/pendingBatches.ts';
import { TenantId } from '#shared/values/ids.ts';
import { newEvents } from './events.ts';

const tenant = TenantId.parse('0198fa29-0b0d-7b80-828d-000000000001');

function batchOf(from: number, to: number): CommittedBatch {
  return {
    tenant,
    events: newEvents(to - from + 1).map((event, index) => ({ ...event, tenant, position: from + index })),
    states: new Map(),
  };
}

test('a batch that follows is taken whole, with its states', () => {
  const pending = new PendingBatches(100);
  const batch = batchOf(4, 6);
  pending.add(batch);
  expect(pending.takeAfter(3)).toEqual({ records: batch.events, batch });
  expect(pending.events).toBe(0);
});

test('a batch behind a gap stays', () => {
  const pending = new PendingBatches(100);
  pending.add(batchOf(5, 6));
  expect(pending.takeAfter(3)).toBeUndefined();
  expect(pending.takeAfter(4)?.records).toHaveLength(2);
});

test('of a batch that is partly handled only the rest is given, without its states', () => {
  const pending = new PendingBatches(100);
  pending.add(batchOf(1, 6));
  const taken = pending.takeAfter(4);
  expect(taken?.records.map(({ position }) => position)).toEqual([5, 6]);
  expect(taken?.batch).toBeUndefined();
});

test('more events than the bound are let go', () => {
  const pending = new PendingBatches(10);
  pending.add(batchOf(1, 8));
  pending.add(batchOf(9, 12));
  expect(pending.events).toBe(4);
  pending.add(batchOf(13, 30));
  expect(pending.events).toBe(0);
});

test('in whatever order batches come, what is given is dense and in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
      fc.infiniteStream(fc.nat()),
      (sizes, random) => {
        let end = 0;
        const batches = sizes.map((size) => batchOf(end + 1, (end += size)));
        const shuffled = batches
          .map((batch) => ({ batch, key: random.next().value as number }))
          .toSorted((a, b) => a.key - b.key);
        const pending = new PendingBatches(1000);
        const got: number[] = [];
        for (const { batch } of shuffled) {
          pending.add(batch);
          for (let next = pending.takeAfter(got.length); next; next = pending.takeAfter(got.length))
            got.push(...next.records.map(({ position }) => position));
        }
        expect(got).toEqual(Array.from({ length: end }, (_, index) => index + 1));
      },
    ),
  );
});
