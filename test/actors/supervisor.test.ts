import { expect, test } from 'vitest';
import { defaultRestartPolicy } from '#actors/system/restartPolicy.ts';
import { Supervisor, type SupervisedSpec } from '#actors/system/supervisor.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

interface Scene {
  readonly time: SimulatedTime;
  readonly root: Supervisor;
  readonly told: string[];
}

function createScene(random: () => number = () => 0.5): Scene {
  const time = new SimulatedTime(0);
  const told: string[] = [];
  const root = new Supervisor('root', 'Root', {
    clock: time,
    random,
    onCrash: (path) => void told.push(`crash ${path}`),
    onGaveUp: (path) => void told.push(`gave up ${path}`),
    onRecovered: (path) => void told.push(`recovered ${path}`),
    onChange: () => {},
  });
  return { time, root, told };
}

interface Part {
  readonly spec: SupervisedSpec;
  readonly history: string[];
  /** Fails what runs now. */
  fail(error?: Error): void;
}

/** Something to supervise that keeps when it was started and stopped. */
function part(
  time: SimulatedTime,
  name: string,
  more: Partial<SupervisedSpec> & { startMs?: number; stopMs?: number } = {},
): Part {
  const history: string[] = [];
  let failed: (error: unknown) => void = () => {};
  const wait = (ms = 0): Promise<void> =>
    ms > 0 ? new Promise((resolve) => void time.setTimeout(resolve, ms)) : Promise.resolve();
  return {
    history,
    fail: (error = new Error('broke')) => failed(error),
    spec: {
      name,
      label: name,
      role: 'service',
      start: async (tell) => {
        history.push(`start ${time.now()}`);
        failed = tell;
        await wait(more.startMs);
        return {
          stop: async () => {
            await wait(more.stopMs);
            history.push(`stop ${time.now()}`);
          },
        };
      },
      ...more,
    },
  };
}

const stateOf = (scene: Scene, path: string): string | undefined =>
  scene.root.nodes().find((node) => node.path === path)?.state;

test('a child that never comes up is restarted with doubling pauses, given up, and tried again slowly', async () => {
  const scene = createScene();
  const at: number[] = [];
  await scene.root.run({
    ...part(scene.time, 'a').spec,
    start: () => (at.push(scene.time.now()), Promise.reject(new Error('no'))),
  });
  await scene.time.advance(100 + 200 + 400 + 800 + 1600);
  expect(at).toEqual([0, 100, 300, 700, 1500, 3100]);
  expect(stateOf(scene, 'root/a')).toBe('failed');
  expect(scene.told.filter((line) => line.startsWith('gave up'))).toEqual(['gave up root/a']);
  await scene.time.advance(60_000);
  expect(at.at(-1)).toBe(63_100);
});

test.for([
  [0, [50, 100, 200, 400, 800]],
  [0.25, [75, 150, 300, 600, 1200]],
  [0.999, [150, 300, 600, 1199, 2398]],
] as const)('with chance %s the pauses are %s', async ([random, pauses]) => {
  const scene = createScene(() => random);
  const at: number[] = [];
  await scene.root.run({
    ...part(scene.time, 'a').spec,
    start: () => (at.push(scene.time.now()), Promise.reject(new Error('no'))),
  });
  await scene.time.advance(10_000);
  expect(at.slice(1).map((time, index) => time - at[index]!)).toEqual(pauses);
});

test('the pause never grows beyond its most, and restarts long ago are forgotten', async () => {
  const scene = createScene();
  const restart = { ...defaultRestartPolicy, most: 100, withinMs: 60_000, maxBackoffMs: 1_000 };
  const child = part(scene.time, 'a', { restart });
  await scene.root.run(child.spec);
  for (let n = 0; n < 8; n++) {
    child.fail();
    await scene.time.advance(1_000);
  }
  expect(scene.time.now()).toBe(8_000);
  expect(stateOf(scene, 'root/a')).toBe('running');
  await scene.time.advance(60_000);
  child.fail();
  await scene.time.advance(100);
  expect(stateOf(scene, 'root/a')).toBe('running');
});

test('recovery is told once, after giving up only', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a');
  await scene.root.run(child.spec);
  child.fail();
  await scene.time.advance(100);
  expect(scene.told).toEqual(['crash root/a']);
  for (let n = 0; n < 5; n++) {
    child.fail();
    await scene.time.advance(2_000);
  }
  expect(scene.told.at(-1)).toBe('gave up root/a');
  await scene.time.advance(60_000);
  expect(scene.told.at(-1)).toBe('recovered root/a');
  await scene.root.child('a')!.restart();
  expect(scene.told.filter((line) => line.startsWith('recovered'))).toHaveLength(1);
});

test('children stop in reverse order, and one whose end fails keeps nobody from ending', async () => {
  const scene = createScene();
  const order: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const stop = (): Promise<void> => (
      order.push(name),
      name === 'b' ? Promise.reject(new Error('cannot end')) : Promise.resolve()
    );
    await scene.root.run({ name, label: name, role: 'service', start: () => Promise.resolve({ stop }) });
  }
  await scene.root.stop();
  expect(order).toEqual(['c', 'b', 'a']);
  expect(['a', 'b', 'c'].map((name) => stateOf(scene, `root/${name}`))).toEqual(['stopped', 'stopped', 'stopped']);
});

test('a failing child does not touch its siblings', async () => {
  const scene = createScene();
  const [good, bad] = [part(scene.time, 'good'), part(scene.time, 'bad')];
  await scene.root.run(good.spec);
  await scene.root.run(bad.spec);
  for (let n = 0; n < 20; n++) {
    bad.fail();
    await scene.time.advance(5_000);
  }
  expect(good.history).toEqual(['start 0']);
  expect(stateOf(scene, 'root/good')).toBe('running');
});

test('stop during a start waits until what was starting has been stopped', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a', { startMs: 1_000, stopMs: 500 });
  void scene.root.run(child.spec);
  await scene.time.advance(10);
  const stopped = scene.root.stop();
  await scene.time.advance(10);
  expect(stateOf(scene, 'root/a')).toBe('stopping');
  await scene.time.until(stopped);
  expect(child.history).toEqual(['start 0', 'stop 1500']);
  expect(stateOf(scene, 'root/a')).toBe('stopped');
});

test('a failure told while the start is under way leads to one restart, after the first has ended', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a', { startMs: 1_000 });
  void scene.root.run(child.spec);
  await scene.time.advance(10);
  child.fail();
  child.fail();
  await scene.time.advance(10_000);
  expect(child.history).toEqual(['start 0', 'stop 1000', 'start 1100']);
  expect(stateOf(scene, 'root/a')).toBe('running');
});

test('a failure while it is stopped, or after, changes nothing', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a', { stopMs: 500 });
  const supervised = await scene.root.run(child.spec);
  const stopped = scene.root.stop();
  child.fail();
  supervised.fail(new Error('by hand'));
  await scene.time.until(stopped);
  child.fail();
  supervised.fail(new Error('by hand'));
  await scene.time.advance(120_000);
  expect(child.history).toEqual(['start 0', 'stop 500']);
  expect(scene.told).toEqual([]);
  expect(stateOf(scene, 'root/a')).toBe('stopped');
});

test('what is left of a failed run ends before the next one begins', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a', { stopMs: 3_000 });
  await scene.root.run(child.spec);
  child.fail();
  await scene.time.advance(10_000);
  expect(child.history).toEqual(['start 0', 'stop 3000', 'start 3100']);
});

test('a restart by hand of a failed child works at once and forgets its failures', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a');
  const supervised = await scene.root.run(child.spec);
  for (let n = 0; n < 6; n++) {
    child.fail();
    await scene.time.advance(2_000);
  }
  expect(stateOf(scene, 'root/a')).toBe('failed');
  await supervised.restart();
  expect(stateOf(scene, 'root/a')).toBe('running');
  const started = child.history.length;
  child.fail();
  await scene.time.advance(100);
  expect(child.history.length).toBe(started + 2);
  await scene.time.advance(120_000);
  expect(child.history.length).toBe(started + 2);
});

test('a restart by hand does not fail with what cannot end', async () => {
  const scene = createScene();
  let starts = 0;
  const supervised = await scene.root.run({
    name: 'a',
    label: 'a',
    role: 'service',
    start: () => (starts++, Promise.resolve({ stop: () => Promise.reject(new Error('stuck')) })),
  });
  await supervised.restart();
  expect(starts).toBe(2);
  expect(stateOf(scene, 'root/a')).toBe('running');
  expect(supervised.node().lastError).toContain('stuck');
});

test('a removed child is gone, and its name is free', async () => {
  const scene = createScene();
  const child = part(scene.time, 'a');
  await scene.root.run(child.spec);
  await expect(scene.root.run(child.spec)).rejects.toThrow('already');
  await scene.root.remove('a');
  expect(scene.root.find('root/a')).toBeUndefined();
  await scene.root.run(child.spec);
  expect(child.history).toEqual(['start 0', 'stop 0', 'start 0']);
});
