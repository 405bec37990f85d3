import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mailbox } from '#actors/system/mailbox.ts';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('put' as const), n: fc.nat(999) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('take' as const), n: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('putBack' as const), n: fc.nat(999) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('replaceLast' as const), n: fc.nat(999) }) },
);

test('a mailbox behaves like a bounded list', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.array(step, { maxLength: 2000 }), (most, steps) => {
      const mailbox = new Mailbox<number>(most);
      const model: number[] = [];
      for (const { act, n } of steps) {
        if (act === 'put') {
          const fits = model.length < most;
          expect(mailbox.put(n)).toBe(fits);
          if (fits) model.push(n);
        } else if (act === 'take') expect(mailbox.take()).toBe(model.shift());
        else if (act === 'putBack') {
          mailbox.putBack(n);
          model.unshift(n);
        } else {
          mailbox.replaceLast(n);
          if (model.length > 0) model[model.length - 1] = n;
        }
        expect(mailbox.depth).toBe(model.length);
        expect(mailbox.last()).toBe(model.at(-1));
      }
      expect(mailbox.waiting()).toEqual(model);
    }),
    { numRuns: 100 },
  );
});

test('a mailbox that is never empty keeps nothing of what was taken', () => {
  const mailbox = new Mailbox<object>(1000);
  const taken: WeakRef<object>[] = [];
  mailbox.put({});
  for (let n = 0; n < 100_000; n++) {
    mailbox.put({ n });
    const message = mailbox.take()!;
    if (n % 1000 === 0) taken.push(new WeakRef(message));
  }
  expect(mailbox.depth).toBe(1);
  expect(mailbox.capacity).toBeLessThan(2000);
  expect(taken).toHaveLength(100);
});
