import { expect, test } from 'vitest';
import { KeptAnswers } from '#server/accounting/keptAnswers.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

function counting(tookMs: number) {
  const clock = new SimulatedTime();
  const troubles: unknown[] = [];
  const answers = new KeptAnswers<number>({ clock, onTrouble: (error) => troubles.push(error) });
  const asked = { times: 0, fails: false };
  const make = (): Promise<number> =>
    new Promise((resolve, reject) => {
      clock.setTimeout(() => {
        asked.times += 1;
        if (asked.fails) reject(new Error('no database'));
        else resolve(asked.times);
      }, tookMs);
    });
  return { clock, troubles, answers, asked, make };
}

test('who asks at the same time waits for one and the same answer', async () => {
  const { clock, answers, make, asked } = counting(5000);
  const both = Promise.all([answers.of('top', make), answers.of('top', make)]);
  await clock.advance(5000);
  expect((await both).map(({ value }) => value)).toEqual([1, 1]);
  expect(asked.times).toBe(1);
});

test('a slow answer is given again at once, and made anew in the background', async () => {
  const { clock, answers, make } = counting(2000);
  answers.start();
  const first = answers.of('top', make);
  await clock.advance(2000);
  expect(await first).toEqual({ value: 1, asOf: clock.now() - 2000 });
  await clock.advance(60_000);
  expect((await answers.of('top', make)).value).toBe(1);
  await clock.advance(120_000);
  const later = await answers.of('top', make);
  expect(later.value).toBe(2);
  expect(later.asOf).toBeGreaterThan(clock.now() - 122_000);
  await answers.stop();
});

test('a fast answer is made anew for everybody', async () => {
  const { clock, answers, make } = counting(20);
  for (const value of [1, 2]) {
    const answer = answers.of('top', make);
    await clock.advance(20);
    expect((await answer).value).toBe(value);
  }
});

test('what nobody asks for any more is not made any more', async () => {
  const { clock, answers, make, asked } = counting(60_000);
  answers.start();
  const first = answers.of('top', make);
  await clock.advance(4 * 86_400_000);
  await first;
  const { times } = asked;
  await clock.advance(86_400_000);
  expect(asked.times).toBe(times);
  await answers.stop();
});

test('an answer that can not be made anew is told, and the next one to ask hears why', async () => {
  const { clock, answers, make, asked, troubles } = counting(2000);
  answers.start();
  const first = answers.of('top', make);
  await clock.advance(2000);
  await first;
  asked.fails = true;
  await clock.advance(200_000);
  expect(troubles).toHaveLength(1);
  const next = Promise.allSettled([answers.of('top', make)]);
  await clock.advance(2000);
  expect(await next).toMatchObject([{ status: 'rejected', reason: new Error('no database') }]);
  await answers.stop();
});
