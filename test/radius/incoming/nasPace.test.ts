import { expect, test } from 'vitest';
import { NasPace } from '#server/radius/incoming/nasPace.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';

test('operators 16: a router is sent so many CoA at once and in a second, whatever others are sent', async () => {
  const clock = new SimulatedTime();
  const pace = new NasPace(clock);
  const sent = { slow: 0, busy: 0, other: 0 };
  const answers: (() => void)[] = [];
  const slow = Array.from({ length: 100 }, () =>
    pace.run('slow', () => {
      sent.slow += 1;
      return new Promise<void>((resolve) => answers.push(resolve));
    }),
  );
  const quick = (nas: 'busy' | 'other', count: number): Promise<void>[] =>
    Array.from({ length: count }, () =>
      pace.run(nas, () => {
        sent[nas] += 1;
        return Promise.resolve();
      }),
    );
  const busy = quick('busy', 1_500);
  await Promise.all(quick('other', 10));
  await clock.settle();
  expect(sent).toEqual({ slow: 64, busy: 1_000, other: 10 });
  expect(pace.waiting).toBe(36 + 500);
  await clock.advance(1_000);
  await Promise.all(busy);
  // Who is slow holds up nobody but those behind it.
  expect(sent).toEqual({ slow: 64, busy: 1_500, other: 10 });
  while (answers.length > 0) {
    answers.shift()!();
    await clock.settle();
  }
  await Promise.all(slow);
  expect(sent.slow).toBe(100);
});
