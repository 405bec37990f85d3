import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MessageChannel } from '#server/radius/control/messageChannel.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const MESSAGES = 4_000;
const OCTETS = 1_000;
/** What one reading of a socket brings. */
const CHUNK_BYTES = 65_536;

test('many changes are taken a chunk a turn: requests of routers are answered in between', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 's');
  const listening = createServer().listen(path);
  const writer = connect(path);
  const [reading] = (await once(listening, 'connection')) as [Socket];
  let turn = 0;
  const turns = new Map<number, number>();
  let heard = 0;
  const all = Promise.withResolvers<void>();
  const from = new MessageChannel({
    socket: reading,
    onMessage() {
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
  expect(Math.max(...turns.values())).toBeLessThanOrEqual(Math.ceil(CHUNK_BYTES / OCTETS));
  to.close();
  from.close();
  listening.close();
});
