import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { PendingRow } from '#server/sample/pendingSamples.ts';
import type { Sample } from '#server/sample/sampleSink.ts';
import { SampleWriter } from '#server/sample/sampleWriter.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

const tenant = TenantId.parse(randomUUID());
const id = ActorId.parse(randomUUID());
const now = Date.UTC(2026, 10, 15);

const sample = (at: number, value: number, metric = 'cpu'): Sample => ({
  tenant,
  object: { kind: 'nas', id },
  metric,
  at,
  value,
});

function world(options: { mostPending?: number; fail?: () => Error | undefined } = {}) {
  const clock = new SimulatedClock();
  clock.set(now);
  const written: PendingRow[] = [];
  const lost: number[] = [];
  const troubles: unknown[] = [];
  const writer = new SampleWriter({
    clock,
    write: async (_tenant, rows) => {
      const error = options.fail?.();
      if (error) throw error;
      written.push(...rows);
    },
    onLost: (_tenant, count) => lost.push(count),
    onTrouble: (error) => troubles.push(error),
    ...(options.mostPending === undefined ? {} : { mostPending: options.mostPending }),
  });
  return { clock, writer, written, lost, troubles };
}

test('what was read together is one row', async () => {
  const { writer, written } = world();
  writer.record([sample(now, 1), sample(now, 2, 'ppp'), sample(now + 1, 3)]);
  await writer.flush();
  expect(written.map(({ at, figures }) => [at, Object.fromEntries(figures)])).toEqual([
    [now, { cpu: 1, ppp: 2 }],
    [now + 1, { cpu: 3 }],
  ]);
  expect(writer.figures).toEqual({ pending: 0, written: 3, lost: 0, malformed: 0 });
});

test.for([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('%s is no figure', (value) => {
  const { writer } = world();
  writer.record([sample(now, value)]);
  expect(writer.figures).toMatchObject({ pending: 0, malformed: 1 });
});

test('a time in the future or of last year is refused', () => {
  const { writer } = world();
  writer.record([sample(now + 600_000, 1), sample(now - 40 * 86_400_000, 1)]);
  expect(writer.figures).toMatchObject({ pending: 0, malformed: 2 });
});

test('a database that is away loses nothing', async () => {
  let away = true;
  const { writer, written, lost, troubles } = world({
    fail: () => (away ? Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) : undefined),
  });
  writer.record([sample(now, 1)]);
  for (let n = 0; n < 5; n++) await writer.flush();
  writer.record([sample(now + 1, 2)]);
  away = false;
  await writer.flush();
  expect(written.map(({ at }) => at)).toEqual([now, now + 1]);
  expect([lost, troubles.length]).toEqual([[], 5]);
});

test('beyond its bound the oldest go, counted and told', async () => {
  const { writer, written, lost } = world({ mostPending: 3 });
  writer.record([1, 2, 3, 4, 5].map((n) => sample(now + n, n)));
  await writer.flush();
  expect(written.map(({ at }) => at - now)).toEqual([3, 4, 5]);
  expect(lost).toEqual([1, 1]);
  expect(writer.figures).toMatchObject({ written: 3, lost: 2 });
});

test('what the database refuses for good does not stand in the way of the rest', async () => {
  let refusals = 0;
  const { writer, written, lost } = world({
    fail: () => (refusals++ < 3 ? Object.assign(new Error('no'), { code: '23514' }) : undefined),
  });
  writer.record([sample(now, 1)]);
  for (let n = 0; n < 3; n++) await writer.flush();
  writer.record([sample(now + 1, 2)]);
  await writer.flush();
  expect(lost).toEqual([1]);
  expect(written.map(({ at }) => at)).toEqual([now + 1]);
});
