import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { demoSubscribers } from '#shared/lab/demoSubscribers.ts';
import { startProduct } from '../support/product.ts';
import { radiusSettings } from '../support/radiusSettings.ts';

const Lines = z.array(
  z.object({
    name: z.string(),
    lines: z.int(),
    online: z.int(),
    outcomes: z.record(z.string(), z.int()),
    accounting: z.object({ backlog: z.int() }),
  }),
);
type Router = z.infer<typeof Lines>[number];

test('the customers of the demonstration dial in by themselves, except with a wrong password, and are back after a storm', async () => {
  await using product = await startProduct({
    env: await radiusSettings(),
  });
  const lab = `http://127.0.0.1:${product.labPort}`;
  let routers: readonly Router[] = [];
  const sum = (of: (one: Router) => number): number => routers.reduce((total, one) => total + of(one), 0);
  // Asked twice a second: whoever asks all the time takes from the product what it needs.
  const until = async (is: () => boolean, what: string): Promise<void> => {
    const giveUpAt = performance.now() + 150_000;
    for (;;) {
      const response = await fetch(`${lab}/nas/lines`);
      routers = Lines.parse(await response.json());
      if (is()) return;
      if (performance.now() > giveUpAt) throw new Error(`not so: ${what}; ${JSON.stringify(routers).slice(0, 2000)}`);
      await setTimeout(500);
    }
  };

  const subscribers = demoSubscribers();
  const right = subscribers.filter((one) => one.password === one.equipmentPassword && one.standing === 'active');
  const most = right.length * 0.85;
  await until(() => sum(({ online }) => online) > most, 'most of them are online');
  expect(sum(({ lines }) => lines)).toBe(subscribers.length);
  expect(routers.every(({ online }) => online > 0)).toBe(true);
  expect(sum(({ outcomes }) => outcomes['rejected'] ?? 0)).toBeGreaterThan(0);

  await fetch(`${lab}/nas/storm`, { method: 'POST', body: JSON.stringify({ how: 'reboot', seconds: 5 }) });
  await until(() => sum(({ online }) => online) === 0, 'everybody is gone');
  const isOver = (): boolean => sum(({ online }) => online) > most && sum((one) => one.accounting.backlog) === 0;
  await until(isOver, 'most are back, and everything is acknowledged');
}, 400_000);
