import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LinkHandlers } from '#client/live/liveTransport.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 21) }));
afterEach(() => void vi.useRealTimers());

test('ages are counted by the server’s clock when this computer’s is wrong, and not by the network’s delay', async () => {
  // Loaded here, because the clock begins to tick when it is loaded.
  const { tellingTime } = await import('#client/shell/serverTime.ts');
  const { now } = await import('#client/ui/now.ts');
  let link!: LinkHandlers;
  const heard: string[] = [];
  const inner = {
    open: (handlers: LinkHandlers) => {
      link = handlers;
      return { send: () => {}, close: () => {} };
    },
  };
  tellingTime(inner).open({ message: (event) => void heard.push(event), closed: () => {} });
  const beat = (at: number): void => {
    link.message('beat', { at, lagMs: 0 });
    vi.advanceTimersByTime(1_000);
  };

  beat(Date.now() + 3_600_000);
  expect(now() - Date.now()).toBe(3_600_000);
  beat(Date.now() - 1_000);
  expect(now()).toBe(Date.now());
  expect(heard).toEqual(['beat', 'beat']);
});
