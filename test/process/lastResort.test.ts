import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenForBugs } from '#server/platform/process/lastResort.ts';
import { recordingLog } from '../http/testServer.ts';

test.for([
  ['after everything stopped in order', () => Promise.resolve()],
  ['also when stopping fails', () => Promise.reject(new Error('stuck'))],
  ['also when stopping takes too long', () => new Promise<void>(() => undefined)],
] as const)('an error nobody caught is logged and ends the process, %s', async ([, drain]) => {
  const source = new EventEmitter();
  const { log, lines } = recordingLog();
  let drains = 0;
  const ended = new Promise<number>((exit) => {
    const work = (): Promise<void> => ((drains += 1), drain());
    listenForBugs({ source: source as NodeJS.Process, log, drain: work, exit, withinMs: 20 });
  });
  source.emit('uncaughtException', new Error('first'));
  source.emit('uncaughtException', new Error('second'));
  expect(await ended).toBe(1);
  expect(drains).toBe(1);
  expect(lines().filter(({ level }) => level === 60 || level === 'fatal')).toHaveLength(2);
});
