import { setTimeout as wait } from 'node:timers/promises';
import { processorTime } from './processorTime.ts';

const LOOK_EVERY_MS = 1_000;
const QUIET_MICROS = 200_000;
const MOST_MS = 180_000;

/** Waits until the product on a data folder is done with what it was given: a second in which it works for less than a fifth of one. */
export async function untilQuiet(dataDir: string): Promise<void> {
  const began = performance.now();
  for (let before = processorTime(dataDir); ;) {
    await wait(LOOK_EVERY_MS);
    const now = processorTime(dataDir);
    const used = now.main + now.radius + now.postgres - before.main - before.radius - before.postgres;
    if (used < QUIET_MICROS) return;
    if (performance.now() - began > MOST_MS) throw new Error('the product does not come to rest');
    before = now;
  }
}
