import { setImmediate as turn } from 'node:timers/promises';

/**
 * Comes back as soon as the condition holds, without waiting any fixed time: it looks after every turn of the event loop
 * (so sockets are served). Throws when it still doesn't hold after `mostMs`.
 */
export async function eventually(condition: () => boolean, what: string, mostMs = 20_000): Promise<void> {
  const until = performance.now() + mostMs;
  while (!condition()) {
    if (performance.now() > until) throw new Error(`not within ${mostMs} ms: ${what}`);
    await turn();
  }
}
