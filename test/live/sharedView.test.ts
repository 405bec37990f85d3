import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { FrameRing } from '#server/platform/live/frameRing.ts';
import { defaultLiveLimits } from '#server/platform/live/liveLimits.ts';
import { SharedView } from '#server/platform/live/sharedView.ts';
import { SharedViews } from '#server/platform/live/sharedViews.ts';
import type { ViewContent } from '#server/platform/live/viewSource.ts';
import type { Frame, ViewRow } from '#shared/wire/downstream.ts';
import { alarmsRequest, ListSource } from './listSource.ts';
import { tenant } from './liveHarness.ts';

const row = (id: string, version = 1): ViewRow => ({ id, version, fields: { name: `${id}${version}` } });
const audience = { tenant, permissionClass: 'full', scope: 'all' };

function harness(initial: readonly ViewRow[] = [row('a'), row('b')]) {
  const clock = new SimulatedClock();
  const frames: { at: number; frame: Frame }[] = [];
  const errors: unknown[] = [];
  let content: ViewContent | Error = { rows: initial, total: initial.length };
  let reads = 0;
  let existing = new Set(initial.map(({ id }) => id));
  const source = {
    read: () => {
      reads += 1;
      if (content instanceof Error) throw content;
      return content;
    },
    exists: (id: string) => existing.has(id),
    close: () => {},
  };
  const view = new SharedView(source, {
    epoch: 'e',
    clock,
    limits: defaultLiveLimits,
    broadcast: (frame) => frames.push({ at: clock.now(), frame }),
    failed: (error) => errors.push(error),
  });
  return {
    clock,
    view,
    frames,
    errors,
    reads: () => reads,
    show: (rows: readonly ViewRow[], total = rows.length, gone: readonly string[] = []): void => {
      content = { rows, total };
      existing = new Set([...existing, ...rows.map(({ id }) => id)].filter((id) => !gone.includes(id)));
      view.changed();
    },
    fail: (error: Error): void => {
      content = error;
      view.changed();
    },
  };
}

test('the first change goes out at once, those of the next hundred milliseconds in one frame', () => {
  const { clock, view, frames, show } = harness();
  view.addSubscriber();
  clock.increment(5_000);
  show([row('a', 2), row('b')]);
  clock.increment(0);
  for (let version = 3; version < 20; version += 1) {
    show([row('a', version), row('b')]);
    clock.increment(5);
  }
  for (let pause = 0; pause < 20; pause += 1) clock.increment(5);
  expect(frames.map(({ at, frame }) => [at, frame.n, frame.changes.map(({ version }) => version)])).toEqual([
    [5_000, 1, [2]],
    [5_100, 2, [19]],
  ]);
});

test('under constant change there are at most ten frames and ten readings a second', () => {
  const { clock, view, frames, reads, show } = harness();
  view.addSubscriber();
  for (let version = 2; version < 1_002; version += 1) {
    show([row('a', version), row('b')]);
    clock.increment(1);
  }
  expect(frames.length).toBeLessThanOrEqual(11);
  // A storm outside the window is paced as well.
  const before = reads();
  for (let step = 0; step < 1_000; step += 1) {
    view.changed();
    clock.increment(1);
  }
  expect(reads() - before).toBeLessThanOrEqual(11);
});

test('a frame names what changed, what left the window, what is gone, and the order only when it changed', () => {
  const { clock, view, frames, show } = harness([row('a'), row('b'), row('c')]);
  view.addSubscriber();
  show([row('a', 2), row('b'), row('c')]);
  clock.increment(100);
  show([row('d'), row('a', 2)], 7, ['c']);
  clock.increment(100);
  show([row('d'), row('a', 2)], 8);
  clock.increment(100);
  view.changed();
  clock.increment(100);
  expect(frames.map(({ frame }) => frame)).toMatchObject([
    { n: 1, changes: [{ op: 'put', id: 'a', version: 2 }], total: 3 },
    {
      n: 2,
      changes: [
        { op: 'put', id: 'd' },
        { op: 'leave', id: 'b', version: 1 },
        { op: 'remove', id: 'c', version: 1 },
      ],
      order: ['d', 'a'],
      total: 7,
    },
    { n: 3, changes: [], total: 8 },
  ]);
  expect(frames[0]?.frame).not.toHaveProperty('order');
});

test('a snapshot is exactly what was sent, so that the next frame follows it', () => {
  const { clock, view, frames, show } = harness();
  view.addSubscriber();
  show([row('a', 2), row('b')]);
  expect(view.snapshot()).toMatchObject({ n: 0, rows: [row('a'), row('b')] });
  clock.increment(0);
  expect(frames[0]?.frame.n).toBe(1);
  expect(view.snapshot()).toMatchObject({ n: 1, rows: [row('a', 2), row('b')], order: ['a', 'b'] });
});

test('nothing is computed for nobody, and the first to come back gets one frame for all of it', () => {
  const { clock, view, frames, reads, show } = harness();
  view.addSubscriber();
  view.removeSubscriber();
  const before = reads();
  for (let version = 2; version < 50; version += 1) {
    show([row('a', version), row('b')]);
    clock.increment(100);
  }
  expect(reads()).toBe(before);
  view.addSubscriber();
  expect(frames).toHaveLength(1);
  expect(view.missedSince({ epoch: 'e', n: 0 })).toMatchObject([{ n: 1, changes: [{ id: 'a', version: 49 }] }]);
});

test.for([
  { position: { epoch: 'other', n: 0 }, missed: undefined },
  { position: { epoch: 'e', n: 3 }, missed: [] },
  { position: { epoch: 'e', n: 1 }, missed: [2, 3] },
  { position: { epoch: 'e', n: 9 }, missed: undefined },
])('after three frames, who stopped at $position missed $missed', ({ position, missed }) => {
  const { clock, view, show } = harness();
  view.addSubscriber();
  for (const version of [2, 3, 4]) {
    show([row('a', version), row('b')]);
    clock.increment(100);
  }
  expect(view.missedSince(position)?.map(({ n }) => n)).toEqual(missed);
});

test('a reading that fails is reported, not thrown', () => {
  const { clock, view, errors, fail } = harness();
  view.addSubscriber();
  fail(new Error('broken'));
  clock.increment(100);
  expect(errors).toEqual([new Error('broken')]);
});

test('the ring forgets by age and by bytes, and then says that it cannot help', () => {
  const frame = (n: number, at: number, text = ''): Frame => ({
    epoch: 'e',
    n,
    at,
    total: 1,
    changes: [{ op: 'put', id: 'a', version: n, fields: { text } }],
  });
  const aging = new FrameRing({ ringMs: 30_000, ringBytes: 1e6 });
  for (let n = 1; n <= 100; n += 1) aging.add(frame(n, n * 1_000));
  expect(aging.after(69, 100)?.length).toBe(31);
  expect(aging.after(68, 100)).toBeUndefined();
  const full = new FrameRing({ ringMs: 30_000, ringBytes: 10_000 });
  for (let n = 1; n <= 100; n += 1) full.add(frame(n, n, 'x'.repeat(1_000)));
  expect(full.bytes).toBeLessThanOrEqual(10_000);
  expect(full.after(95, 100)?.length).toBe(5);
  expect(full.after(50, 100)).toBeUndefined();
});

test('a view is opened once for all who ask, kept for a while after the last of them, then closed', async () => {
  const clock = new SimulatedClock();
  const source = new ListSource();
  const views = new SharedViews({ boot: 'b', clock, limits: defaultLiveLimits, broadcast: () => {}, failed: () => {} });
  const [one, two] = await Promise.all([
    views.get(source, audience, alarmsRequest()),
    views.get(source, audience, alarmsRequest()),
  ]);
  expect(one).toBe(two);
  views.subscribe(one);
  clock.increment(120_000);
  expect(source.closed).toBe(0);
  views.unsubscribe(one);
  clock.increment(29_000);
  expect(await views.get(source, audience, alarmsRequest())).toBe(one);
  clock.increment(2_000);
  expect({ opened: source.opened, closed: source.closed, size: views.size }).toEqual({ opened: 1, closed: 1, size: 0 });
  const again = await views.get(source, audience, alarmsRequest());
  expect(again.epoch).not.toBe(one.epoch);
});

test('views nobody watches are bounded in number', async () => {
  const source = new ListSource();
  const limits = { ...defaultLiveLimits, idleViews: 10 };
  const views = new SharedViews({
    boot: 'b',
    clock: new SimulatedClock(),
    limits,
    broadcast: () => {},
    failed: () => {},
  });
  for (let offset = 0; offset < 50; offset += 1) await views.get(source, audience, alarmsRequest(offset));
  expect(views.size).toBeLessThanOrEqual(11);
  views.closeAll();
  expect(source.closed).toBe(50);
});
