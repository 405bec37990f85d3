import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { Reply } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { wireRefusals } from '#shared/wire/wireRefusals.ts';
import { seededRandom } from './seededRandom.ts';

export interface CommandStreamOptions {
  readonly url: string;
  readonly cookie: string;
  /** Ids of alarms to comment on. */
  readonly alarms: readonly string[];
  readonly workers: number;
  readonly seed: number;
}

/**
 * People who comment on alarms without a pause, over a socket of their own each. A comment without an answer is sent
 * again with the same key until it has one, over any number of restarts.
 */
export class CommandStream {
  /** Keys that were answered with yes. */
  readonly acknowledged = new Set<string>();
  /** Answers that were neither yes nor "try again". */
  readonly unexpected: string[] = [];
  readonly #options: CommandStreamOptions;
  readonly #sockets: Socket[] = [];
  readonly #workers: Promise<void>[] = [];
  #stopping = false;

  constructor(options: CommandStreamOptions) {
    this.#options = options;
  }

  start(): void {
    for (let n = 0; n < this.#options.workers; n++) {
      const socket = io(this.#options.url, {
        transports: ['websocket'],
        extraHeaders: { cookie: this.#options.cookie, origin: this.#options.url },
        reconnectionDelay: 20,
        reconnectionDelayMax: 100,
      });
      this.#sockets.push(socket);
      this.#workers.push(this.#work(socket, seededRandom(this.#options.seed + n)));
    }
  }

  /** Resolves when every comment that was begun has its answer. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
    for (const socket of this.#sockets) socket.disconnect();
  }

  async #work(socket: Socket, random: () => number): Promise<void> {
    const { alarms } = this.#options;
    while (!this.#stopping) {
      const key = randomUUID();
      const id = alarms[Math.floor(random() * alarms.length)];
      await this.#untilAnswered(socket, key, { key, kind: 'alarm', id, command: { type: 'alarm.comment', text: key } });
    }
  }

  async #untilAnswered(socket: Socket, key: string, message: object): Promise<void> {
    for (;;) {
      const reply = await sendOnce(socket, message);
      if (reply?.ok) {
        this.acknowledged.add(key);
        return;
      }
      if (reply && !mayBeTriedAgain(reply.code)) {
        this.unexpected.push(`${reply.code}: ${reply.message}`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Undefined when there was no answer. */
async function sendOnce(socket: Socket, message: object): Promise<Reply | undefined> {
  if (!socket.connected) return undefined;
  try {
    return Reply.parse(await socket.timeout(3_000).emitWithAck('command', message));
  } catch {
    return undefined;
  }
}

/** By what the product itself says of its refusals. */
function mayBeTriedAgain(code: string): boolean {
  const all: Readonly<Record<string, { readonly retry: boolean }>> = { ...systemRefusals, ...wireRefusals };
  return all[code]?.retry ?? false;
}
