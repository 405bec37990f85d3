import { Reply } from '#shared/wire/reply.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusal, systemRefusals } from '#shared/wire/systemRefusals.ts';
import { SendCommand } from '#shared/wire/upstream.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { LiveClock } from './liveClock.ts';

export interface CommandSenderPort {
  readonly clock: LiveClock;
  /** A key never used before. */
  newKey(): string;
  open(): boolean;
  send(message: SendCommand, answer: (reply: unknown) => void): void;
}

interface Pending {
  readonly message: SendCommand;
  readonly resolve: (reply: Reply) => void;
  readonly deadline: unknown;
  retry?: unknown;
}

const DEADLINE_MS = 30_000;
/** Without an answer on a working connection, the same key is sent again. */
const ANSWER_MS = 10_000;
const RETRY_MS = 1_000;

/** Refusals that say "ask again with the same key" and nothing a person could decide about. */
const ASK_AGAIN: ReadonlySet<string> = new Set([
  'command/timeout',
  'actor/not-owner',
  'system/draining',
  'wire/too-fast',
]);

/**
 * Sends each command under its own key until it is answered, over as many connections as it takes; the server acts on
 * a key once. When time runs out the answer is `command/timeout`: it may have happened.
 */
export class CommandSender {
  readonly #port: CommandSenderPort;
  readonly #pending = new Set<Pending>();

  constructor(port: CommandSenderPort) {
    this.#port = port;
  }

  /** Never rejects: a refusal is a value. */
  send(kind: string, id: string, command: { readonly type: string }, deadlineMs = DEADLINE_MS): Promise<Reply> {
    const message = SendCommand.safeParse({ key: this.#port.newKey(), kind, id, command });
    if (!message.success) return Promise.resolve(systemRefusal('command/malformed'));
    return new Promise((resolve) => {
      const deadline = this.#port.clock.setTimeout(() => this.#finish(pending, outOfTime()), deadlineMs);
      const pending: Pending = { message: message.data, resolve, deadline };
      this.#pending.add(pending);
      this.#attempt(pending);
    });
  }

  connected(): void {
    for (const pending of [...this.#pending]) this.#attempt(pending);
  }

  /** The session is over; nothing will be answered any more. */
  end(): void {
    for (const pending of [...this.#pending]) this.#finish(pending, wireRefusal('session/ended'));
  }

  #attempt(pending: Pending): void {
    if (!this.#port.open() || !this.#pending.has(pending)) return;
    this.#retryIn(ANSWER_MS, pending);
    this.#port.send(pending.message, (raw) => {
      const reply = Reply.safeParse(raw).data ?? systemRefusal('command/timeout');
      if (!reply.ok && ASK_AGAIN.has(reply.code)) this.#retryIn(RETRY_MS, pending);
      else this.#finish(pending, reply);
    });
  }

  #retryIn(waitMs: number, pending: Pending): void {
    this.#port.clock.clearTimeout(pending.retry);
    pending.retry = this.#port.clock.setTimeout(() => this.#attempt(pending), waitMs);
  }

  #finish(pending: Pending, reply: Reply): void {
    if (!this.#pending.delete(pending)) return;
    this.#port.clock.clearTimeout(pending.retry);
    this.#port.clock.clearTimeout(pending.deadline);
    pending.resolve(reply);
  }
}

function outOfTime(): Refusal {
  return { ok: false, code: 'command/timeout', message: systemRefusals['command/timeout'].message };
}
