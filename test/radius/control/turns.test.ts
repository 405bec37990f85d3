import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MessageChannel } from '#server/radius/control/messageChannel.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const MESSAGES = 4_000;
const OCTETS = 1_000;
/** What is taken in a turn. */
const TURN_BYTES = 8_192;
/** So many turns are given to who comes first, for one that is taken. */
const WAITS = 8;

interface Taken {
  /** Messages of each turn of the event loop in which any were taken. */
  readonly perTurn: readonly number[];
  readonly asked: number;
  readonly inOrder: boolean;
}

async function taken(givesWay: boolean): Promise<Taken> {
  using folder = temporaryFolder();
  const path = join(folder.path, 's');
  const listening = createServer().listen(path);
  const writer = connect(path);
  const [reading] = (await once(listening, 'connection')) as [Socket];
  let turn = 0;
  const turns = new Map<number, number>();
  let heard = 0;
  let asked = 0;
  let inOrder = true;
  const all = Promise.withResolvers<void>();
  const from = new MessageChannel({
    socket: reading,
    turnBytes: TURN_BYTES,
    givesWay() {
      asked += 1;
      return givesWay;
    },
    onMessage(message) {
      inOrder &&= (message as { n: number }).n === heard;
      turns.set(turn, (turns.get(turn) ?? 0) + 1);
      if (++heard === MESSAGES) all.resolve();
    },
    onClosed: () => undefined,
  });
  from.trust();
  const counting = new AbortController();
  const next = (): void => {
    turn += 1;
    if (!counting.signal.aborted) setImmediate(next);
  };
  next();
  const to = new MessageChannel({ socket: writer, onMessage: () => undefined, onClosed: () => undefined });
  for (let n = 0; n < MESSAGES; n += 1) to.send({ n, text: 'x'.repeat(OCTETS) });
  await all.promise;
  counting.abort();
  to.close();
  from.close();
  listening.close();
  return { perTurn: [...turns.values()], asked, inOrder };
}

test('many changes are taken a few a turn, in order: requests of routers are answered in between', async () => {
  const { perTurn, asked, inOrder } = await taken(false);
  expect(inOrder).toBe(true);
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(Math.ceil(TURN_BYTES / OCTETS));
  expect(asked).toBeLessThan(2 * perTurn.length);
});

test('changes give way to many requests, and are taken all the same', async () => {
  const { perTurn, asked, inOrder } = await taken(true);
  expect(inOrder).toBe(true);
  expect(asked / perTurn.length).toBeGreaterThan(WAITS - 1);
  expect(asked / perTurn.length).toBeLessThan(WAITS + 2);
});
