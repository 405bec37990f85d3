import { expect, test } from 'vitest';
import { createLogger } from '#server/platform/log/logger.ts';
import type { Service } from '#server/platform/process/service.ts';
import { ServiceList } from '#server/platform/process/serviceList.ts';

const log = createLogger({ level: 'silent', format: 'json' });

function recording(journal: string[], name: string, changes: Partial<Service> = {}): Service {
  return {
    name,
    start: () => void journal.push(`start ${name}`),
    stop: () => void journal.push(`stop ${name}`),
    ...changes,
  };
}

test('services start in order and stop in reverse', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log });
  await list.start([recording(journal, 'a'), recording(journal, 'b'), recording(journal, 'c')]);
  expect(await list.stop()).toBe(true);
  expect(journal).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
});

test('what was started before a failure is stopped, the failed one included, the later ones never', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log });
  const failing = recording(journal, 'b', { start: () => Promise.reject(new Error('no luck')) });
  await expect(list.start([recording(journal, 'a'), failing, recording(journal, 'c')])).rejects.toThrow('no luck');
  await list.stop();
  expect(journal).toEqual(['start a', 'stop b', 'stop a']);
});

test('one that fails to stop does not keep the others from stopping', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log });
  const failing = recording(journal, 'b', {
    stop: () => {
      throw new Error('stuck');
    },
  });
  await list.start([recording(journal, 'a'), failing]);
  expect(await list.stop()).toBe(false);
  expect(journal).toEqual(['start a', 'start b', 'stop a']);
});

test('one that never stops is left behind after its time', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log, stopWithinMs: 5 });
  const hanging = recording(journal, 'b', { stop: () => new Promise<void>(() => undefined) });
  await list.start([recording(journal, 'a'), hanging]);
  expect(await list.stop()).toBe(false);
  expect(journal).toEqual(['start a', 'start b', 'stop a']);
});

test('stopping twice stops once; both callers wait for the end', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log });
  const { promise, resolve } = Promise.withResolvers<void>();
  await list.start([recording(journal, 'a', { stop: () => promise.then(() => void journal.push('stop a')) })]);
  const both = Promise.all([list.stop(), list.stop()]);
  resolve();
  expect(await both).toEqual([true, true]);
  expect(journal).toEqual(['start a', 'stop a']);
});

test('nothing more is started once the stop has begun', async () => {
  const journal: string[] = [];
  const list = new ServiceList({ log });
  const stopper = recording(journal, 'b', { start: () => void list.stop() });
  await list.start([recording(journal, 'a'), stopper, recording(journal, 'c')]);
  await list.stop();
  expect(journal).toEqual(['start a', 'stop b', 'stop a']);
});
