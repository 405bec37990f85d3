import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SheetJob, SheetVoucher } from './sheetJob.ts';

/** More at once would take the processors from the rest of the server. */
const MOST_AT_ONCE = 2;

/** Prints sheets, each in a thread of its own; whoever comes when two are being printed waits. */
export class SheetPrinter {
  readonly #running = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /** The PDF in pieces. Vouchers are asked for as pieces are taken, so a slow reader slows everything down. */
  async *print(job: SheetJob, vouchers: AsyncIterable<readonly SheetVoucher[]>): AsyncGenerator<Buffer> {
    await this.#turn();
    const worker = new Worker(new URL('./sheetWorker.ts', import.meta.url), { workerData: job });
    this.#running.add(worker);
    try {
      for await (const some of vouchers) {
        if (some.length > 0) yield await answerOf(worker, some);
      }
      yield await answerOf(worker, 'end');
    } finally {
      this.#running.delete(worker);
      await worker.terminate();
      this.#done();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((worker) => worker.terminate()));
  }

  async #turn(): Promise<void> {
    if (this.#busy < MOST_AT_ONCE) {
      this.#busy += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whoever waits longest takes the place over. */
  #done(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy -= 1;
  }
}

/** Rejects when the thread fails or is ended. */
async function answerOf(worker: Worker, message: readonly SheetVoucher[] | 'end'): Promise<Buffer> {
  const ended = new AbortController();
  const answer = once(worker, 'message', { signal: ended.signal });
  const exit = once(worker, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('the thread that prints has ended');
  });
  exit.catch(() => undefined);
  worker.postMessage(message);
  try {
    const [octets] = (await Promise.race([answer, exit])) as [Uint8Array];
    return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  } finally {
    ended.abort();
    answer.catch(() => undefined);
  }
}
