import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenForStop } from '#server/platform/process/stopRequest.ts';

function scene({ connected }: { readonly connected: boolean }) {
  const source = Object.assign(new EventEmitter(), { connected });
  const told: string[] = [];
  let now = 1_000;
  const end = listenForStop({
    source: source as unknown as NodeJS.Process,
    now: () => now,
    onStop: (reason) => told.push(`stop: ${reason}`),
    onForce: (reason) => told.push(`force: ${reason}`),
  });
  return {
    told,
    end,
    listeners: () => source.eventNames(),
    at(ms: number, event: string) {
      now = 1_000 + ms;
      source.emit(event, event);
    },
  };
}

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s asks to stop', (signal) => {
  const { told, at } = scene({ connected: false });
  at(0, signal);
  expect(told).toEqual([`stop: ${signal}`]);
});

test('the same Ctrl-C arriving by several ways counts once', () => {
  const { told, at } = scene({ connected: true });
  at(0, 'SIGINT');
  at(3, 'SIGINT');
  at(900, 'SIGTERM');
  at(1_000, 'SIGINT');
  expect(told).toEqual(['stop: SIGINT']);
});

test('a second Ctrl-C after a second insists', () => {
  const { told, at } = scene({ connected: false });
  at(0, 'SIGINT');
  at(1_001, 'SIGINT');
  expect(told).toEqual(['stop: SIGINT', 'force: SIGINT']);
});

test('the end of the parent asks to stop, and never insists', () => {
  const { told, at } = scene({ connected: true });
  at(0, 'disconnect');
  at(5_000, 'disconnect');
  expect(told).toEqual(['stop: the parent process ended']);
});

test('without a parent that can end, its end is not listened for', () => {
  expect(scene({ connected: false }).listeners()).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP']);
});

test('after its end it no longer listens', () => {
  const { told, at, end, listeners } = scene({ connected: true });
  end();
  at(0, 'SIGINT');
  expect([told, listeners()]).toEqual([[], []]);
});
