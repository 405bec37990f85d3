import type { RouterosConnection } from './routerosConnection.ts';
import { RouterosError } from './routerosError.ts';
import type { RouterosCommand, RouterosRow } from './sentence.ts';

const MOST_BUFFERED = 1_000;

/**
 * A stream as an iterable. Whoever reads slower than the router speaks is told so by an error once `mostBuffered` rows
 * wait: rows of `listen` may not be skipped. Ends when the signal aborts; leaving the loop ends the stream.
 */
export async function* rowStream(
  connection: Pick<RouterosConnection, 'stream'>,
  command: RouterosCommand,
  signal: AbortSignal,
  mostBuffered = MOST_BUFFERED,
): AsyncGenerator<RouterosRow, void, undefined> {
  const buffered: RouterosRow[] = [];
  const ending = new AbortController();
  const combined = AbortSignal.any([signal, ending.signal]);
  let wake: () => void = () => undefined;
  let ended: { readonly error: Error | undefined } | undefined;
  const take = (row: RouterosRow): void => {
    if (buffered.length >= mostBuffered)
      throw new RouterosError('tooLarge', `${mostBuffered} rows of ${command.path} wait to be read`);
    buffered.push(row);
    wake();
  };
  void connection
    .stream(command, take, combined)
    .then(
      () => (ended = { error: undefined }),
      (error: Error) => (ended = { error }),
    )
    .then(() => wake());
  try {
    for (;;) {
      const row = buffered.shift();
      if (row) yield row;
      else if (ended) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if (ended?.error !== undefined) throw ended.error;
  } finally {
    ending.abort();
  }
}
