import { expect, test, vi } from 'vitest';
import { createLogger } from '#server/platform/log/logger.ts';
import { createDiskWatch } from '#server/platform/process/diskWatch.ts';

test('a full disk is said once, and once when there is space again', () => {
  vi.useFakeTimers();
  try {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', format: 'json', stream: { write: (line) => void lines.push(line) } });
    let left: number | undefined = 10_000;
    const watch = createDiskWatch({ folder: '/data', log, free: () => left, everyMs: 10 });
    void watch.start();
    expect(watch.check()).toBeUndefined();
    left = 63;
    vi.advanceTimersByTime(50);
    expect(watch.check()).toBe('the disk of /data is full: 63 MB are free');
    left = 64;
    vi.advanceTimersByTime(50);
    expect(watch.check()).toBeUndefined();
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'the disk is full: free some space; everything goes on by itself then',
      'the disk has space again',
    ]);
    void watch.stop();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a file system that does not say counts as having space', () => {
  const log = createLogger({ level: 'silent', format: 'json' });
  expect(createDiskWatch({ folder: '/data', log, free: () => undefined }).check()).toBeUndefined();
});
