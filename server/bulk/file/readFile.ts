import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { SourceObject } from '../source/sourceObject.ts';
import { FileDamaged, type FileRow } from './fileRow.ts';
import type { FileShape } from './fileShape.ts';

const Answer = z.union([
  z.object({ rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()), object: SourceObject.optional() })) }),
  z.object({ damaged: z.string() }),
]);

/** Rows of a table file, some at a time, read in a thread of its own. Throws FileDamaged. */
export async function* readFileRows(file: Buffer, shape: FileShape): AsyncGenerator<readonly FileRow[]> {
  const worker = new Worker(new URL('./fileWorker.ts', import.meta.url), { workerData: { ...shape, file } });
  try {
    for (;;) {
      const answer = Answer.parse(await answerOf(worker));
      if ('damaged' in answer) throw new FileDamaged(answer.damaged);
      if (answer.rows.length === 0) return;
      yield answer.rows;
    }
  } finally {
    await worker.terminate();
  }
}

/** Rejects when the thread fails or is ended. */
async function answerOf(worker: Worker): Promise<unknown> {
  const ended = new AbortController();
  const answer = once(worker, 'message', { signal: ended.signal });
  const exit = once(worker, 'exit', { signal: ended.signal }).then(() => {
    throw new FileDamaged('the thread that reads the file has ended');
  });
  answer.catch(() => undefined);
  exit.catch(() => undefined);
  worker.postMessage('more');
  try {
    const [message] = (await Promise.race([answer, exit])) as [unknown];
    return message;
  } finally {
    ended.abort();
  }
}
