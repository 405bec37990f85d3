import { Readable } from 'node:stream';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { unhurried, unhurriedFiles } from '#server/platform/http/unhurriedFiles.ts';

const PIECES = ['one\n', 'two\n', 'three\n'];

test('a file is made at once while nobody is pressed, and with rests of four times as long while somebody is', async () => {
  const clock = new SimulatedClock();
  let pressed = false;
  const made = async function* (): AsyncGenerator<string> {
    for (const piece of PIECES) {
      clock.increment(50);
      yield piece;
      await Promise.resolve();
    }
  };
  const seen: string[] = [];
  for await (const piece of unhurried({ clock, isPressed: () => pressed }, made())) seen.push(piece);
  expect([seen, clock.now()]).toEqual([PIECES, 150]);
  pressed = true;
  const pieces = unhurried({ clock, isPressed: () => pressed }, made());
  expect((await pieces.next()).value).toBe('one\n');
  let second: unknown;
  const waiting = pieces.next().then(({ value }) => {
    second = value;
  });
  await new Promise(setImmediate);
  clock.increment(199);
  await new Promise(setImmediate);
  expect(second).toBeUndefined();
  clock.increment(1);
  await waiting;
  expect(second).toBe('two\n');
});

test('answers in pieces arrive whole, others as they are, and whoever hangs up ends the making', async () => {
  const app = fastify();
  let ended = 0;
  await app.register(async (scope) => {
    unhurriedFiles({ clock: systemClock, isPressed: () => true })(scope as never);
    scope.get('/file', (_request, reply) => reply.type('text/csv').send(Readable.from(PIECES)));
    scope.get('/plain', () => ({ plain: true }));
    scope.get('/endless', (_request, reply) => {
      const source = Readable.from(
        (async function* () {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            yield 'x'.repeat(1_000);
          }
        })(),
      ).once('close', () => (ended += 1));
      return reply.type('text/csv').send(source);
    });
    await Promise.resolve();
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  expect(await (await fetch(`${url}/file`)).text()).toBe(PIECES.join(''));
  expect(await (await fetch(`${url}/plain`)).json()).toEqual({ plain: true });
  const hangUp = new AbortController();
  const endless = await fetch(`${url}/endless`, { signal: hangUp.signal });
  await endless.body!.getReader().read();
  hangUp.abort();
  await expect.poll(() => ended).toBe(1);
  await app.close();
});
