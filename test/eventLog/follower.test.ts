import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { TenantFollower, type FollowOptions } from '#server/platform/eventLog/follower.ts';
import { TenantId } from '#shared/values/ids.ts';
import { eventually } from '../support/eventually.ts';
import { newEvents } from './events.ts';

const tenant = TenantId.parse('0198fa29-0b0d-7b80-828d-000000000001');

/** A log in memory, and a follower of it. */
function setUp(overrides: Partial<FollowOptions> = {}, mostPending = 100) {
  const clock = new SimulatedClock();
  const log: EventRecord[] = [];
  const got: number[] = [];
  const batches: (CommittedBatch | undefined)[] = [];
  const missing: unknown[] = [];
  const failures: number[] = [];
  const reads = { count: 0, fail: 0, heads: 0 };
  const follower = new TenantFollower(
    {
      tenant,
      name: 'test',
      from: 0,
      onEvents: (records, batch) => {
        got.push(...records.map(({ position }) => position));
        batches.push(batch);
      },
      onMissing: (range) => missing.push(range),
      onFailure: (_error, { attempts }) => failures.push(attempts),
      ...overrides,
    },
    {
      clock,
      mostPending,
      mostPerRead: 10,
      reportAfter: 3,
      upcast: (record) => record,
      readFailed: () => undefined,
      head: async () => {
        reads.heads++;
        return log.at(-1)?.position ?? 0;
      },
      read: async (_tenant, after, most) => {
        reads.count++;
        if (reads.fail-- > 0) throw new Error('no connection');
        return log.filter(({ position }) => position > after).slice(0, most);
      },
    },
  );
  const append = (count: number): CommittedBatch => {
    const before = log.at(-1)?.position ?? 0;
    const events = newEvents(count).map((event, index) => ({ ...event, tenant, position: before + index + 1 }));
    log.push(...events);
    return { tenant, events, states: new Map() };
  };
  follower.start();
  return { follower, clock, log, got, batches, missing, failures, reads, append };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('a batch that is handed over is not read back', async () => {
  const { follower, got, batches, reads, append } = setUp();
  const batch = append(3);
  follower.offer(batch);
  await eventually(() => got.length === 3, 'three events');
  expect(batches).toEqual([batch]);
  expect(reads.count).toBe(0);
  await follower.stop();
});

test('a gap before a batch is read from the log', async () => {
  const { follower, got, append } = setUp();
  append(4);
  follower.offer(append(3));
  await eventually(() => got.length === 7, 'seven events');
  expect(got).toEqual(upTo(7));
  await follower.stop();
});

test('a batch that comes late or twice is not given again', async () => {
  const { follower, got, append } = setUp();
  const [first, second] = [append(2), append(2)];
  follower.offer(second);
  await eventually(() => got.length === 4, 'four events');
  follower.offer(first);
  follower.offer(second);
  follower.offer(append(1));
  await eventually(() => got.length === 5, 'five events');
  expect(got).toEqual(upTo(5));
  await follower.stop();
});

test('one that is slow keeps no more than its bound and reads the rest', async () => {
  const gate = Promise.withResolvers<void>();
  const got: number[] = [];
  const { follower, append, reads } = setUp(
    {
      onEvents: async (records) => {
        await gate.promise;
        got.push(...records.map(({ position }) => position));
      },
    },
    20,
  );
  for (let round = 0; round < 50; round++) follower.offer(append(2));
  expect(follower.behind).toBe(100);
  gate.resolve();
  await eventually(() => got.length === 100, 'a hundred events');
  expect(got).toEqual(upTo(100));
  expect(reads.count).toBeGreaterThan(0);
  await follower.stop();
});

test('a handler that fails gets the same events again after a pause, and the failure is reported', async () => {
  let failing = 4;
  const got: number[] = [];
  const { follower, clock, append, failures } = setUp({
    onEvents: (records) => {
      if (failing-- > 0) throw new Error('not now');
      got.push(...records.map(({ position }) => position));
    },
  });
  follower.offer(append(2));
  await eventually(() => {
    clock.increment(5000);
    return got.length === 2;
  }, 'two events');
  expect(got).toEqual([1, 2]);
  expect(failures).toEqual([3]);
  await follower.stop();
});

test('news does not shorten the pause after a failure', async () => {
  let calls = 0;
  const { follower, append } = setUp({
    onEvents: () => {
      calls++;
      throw new Error('not now');
    },
  });
  follower.offer(append(1));
  await eventually(() => calls === 1, 'the first call');
  for (let round = 0; round < 20; round++) follower.offer(append(1));
  await Promise.resolve();
  expect(calls).toBe(1);
  await follower.stop();
});

test('a read that fails is repeated', async () => {
  const { follower, clock, got, reads, append } = setUp();
  reads.fail = 3;
  append(5);
  follower.heard(5);
  await eventually(() => {
    clock.increment(1000);
    return got.length === 5;
  }, 'five events');
  expect(got).toEqual(upTo(5));
  await follower.stop();
});

test('events that retention removed are passed over and named', async () => {
  const { follower, log, got, missing, append } = setUp();
  append(10);
  log.splice(0, 6);
  follower.heard(10);
  await eventually(() => got.length === 4, 'four events');
  expect(missing).toEqual([{ from: 1, to: 6 }]);
  await follower.stop();
});

test('a notification that promises too much moves nobody past the end of the log', async () => {
  const { follower, got, missing, reads, append } = setUp();
  append(2);
  follower.heard(1_000_000);
  await eventually(() => got.length === 2 && reads.heads > 0, 'two events');
  follower.offer(append(1));
  await eventually(() => got.length === 3, 'three events');
  expect(missing).toEqual([]);
  await follower.stop();
});

test('the lag is the age of the oldest event that waits', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let call = 0;
  const { follower, clock, append } = setUp({ onEvents: () => gates[call++]!.promise });
  follower.offer(append(1));
  clock.increment(300);
  follower.offer(append(1));
  clock.increment(200);
  expect(follower.lagMs).toBe(500);
  gates[0]!.resolve();
  await eventually(() => follower.position === 1, 'the first');
  expect(follower.lagMs).toBe(200);
  gates[1]!.resolve();
  await eventually(() => follower.position === 2, 'the second');
  expect(follower.lagMs).toBe(0);
  await follower.stop();
});

test('stop waits for the call under way and nothing comes after it', async () => {
  const gate = Promise.withResolvers<void>();
  let calls = 0;
  const { follower, append } = setUp({
    onEvents: async () => {
      calls++;
      await gate.promise;
    },
  });
  follower.offer(append(1));
  follower.offer(append(1));
  await eventually(() => calls === 1, 'the first call');
  const stopped = follower.stop();
  gate.resolve();
  await stopped;
  follower.offer(append(1));
  expect(calls).toBe(1);
});
