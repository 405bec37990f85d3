import type { Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { Keepalive } from './keepalive.ts';
import { PendingCommand, type RouterosAnswer } from './pendingCommand.ts';
import { RouterosError } from './routerosError.ts';
import type { RouterosLimits } from './routerosLimits.ts';
import { encodeSentence, type RouterosCommand, type RouterosReply, type RouterosRow } from './sentence.ts';
import { SentenceSocket } from './sentenceSocket.ts';

export interface RunOptions {
  /** From now on, waiting for a free place included; the usual one of the limits unless told. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

export interface RouterosConnectionOptions {
  readonly socket: Socket;
  readonly limits: RouterosLimits;
  readonly clock: Clock;
}

interface Waiting {
  readonly send: () => void;
  readonly fail: (error: RouterosError) => void;
}

/** Written and not taken by the router: it does not read any more. */
const MOST_UNSENT_BYTES = 1024 * 1024;

/**
 * One connection to a router. Commands run side by side, told apart by tags; each has an end in time. Answers of commands
 * that were given up are swallowed when they come. Whatever happens, every caller is answered.
 */
export class RouterosConnection implements AsyncDisposable {
  readonly #limits: RouterosLimits;
  readonly #clock: Clock;
  readonly #socket: SentenceSocket;
  readonly #keepalive: Keepalive;
  readonly #sent = new Map<string, PendingCommand>();
  readonly #waiting = new Set<Waiting>();
  readonly #closeListeners = new Set<(error: RouterosError) => void>();
  #lastTag = 0;
  #streams = 0;
  #strays = 0;
  #error: RouterosError | undefined;

  constructor({ socket, limits, clock }: RouterosConnectionOptions) {
    this.#limits = limits;
    this.#clock = clock;
    this.#socket = new SentenceSocket({
      socket,
      limits,
      clock,
      handler: {
        reply: (reply, bytes) => this.#received(reply, bytes),
        closed: (error) => this.#ended(error),
      },
    });
    this.#keepalive = new Keepalive({
      clock,
      limits,
      lastHeardAt: () => this.#socket.lastHeardAt,
      ask: (withinMs) => this.#askForLife(withinMs),
      silent: (error) => this.#socket.close(error),
    });
    this.#socket.begin();
  }

  /** Why it is of no use any more; undefined while it is. */
  get error(): RouterosError | undefined {
    return this.#error;
  }

  get lastHeardAt(): number {
    return this.#socket.lastHeardAt;
  }

  /** Commands the router is busy with, those given up included; streams are not counted. */
  get inFlight(): number {
    return this.#sent.size - this.#streams;
  }

  /** From the login on. */
  startKeepalive(): void {
    this.#keepalive.start();
  }

  /** Called once when it ends, also when it has ended before. */
  onClosed(listener: (error: RouterosError) => void): void {
    if (this.#error) listener(this.#error);
    else this.#closeListeners.add(listener);
  }

  /** Sends a command and gathers its answer. Rejects with RouterosError. */
  run(command: RouterosCommand, options: RunOptions = {}): Promise<RouterosAnswer> {
    return new Promise((resolve, reject) => {
      const { withinMs = this.#limits.answerWithinMs, signal } = options;
      let pending: PendingCommand | undefined;
      const waiting: Waiting = {
        send: () => void (pending = this.#send(command, undefined, (outcome) => settle(outcome))),
        fail: (error) => settle(error),
      };
      const timer = this.#clock.setTimeout(
        () => giveUp(new RouterosError('timeout', `${command.path}: no answer within ${withinMs} ms`)),
        withinMs,
      );
      const aborted = (): void => giveUp(abortedError(command, signal));
      const settle = (outcome: RouterosAnswer | RouterosError): void => {
        this.#clock.clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        if (outcome instanceof RouterosError) reject(outcome);
        else resolve(outcome);
        if (pending) this.#cancelIfBusy(pending);
      };
      const giveUp = (error: RouterosError): void => {
        if (this.#waiting.delete(waiting)) settle(error);
        else pending?.settle(error);
      };
      if (this.#error) settle(this.#error);
      else if (signal?.aborted) settle(abortedError(command, signal));
      else {
        signal?.addEventListener('abort', aborted, { once: true });
        this.#admit(waiting);
      }
    });
  }

  /**
   * Runs a command that goes on by itself (`listen`, `monitor-…`) until the signal aborts, which resolves it; whatever
   * else ends it rejects. `onRow` is called for every row and must be quick; when it throws, the stream ends.
   */
  stream(command: RouterosCommand, onRow: (row: RouterosRow) => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#error) return reject(this.#error);
      if (signal.aborted) return resolve();
      if (this.#streams >= this.#limits.mostStreams)
        return reject(new RouterosError('busy', `${this.#streams} streams run on this connection already`));
      const aborted = (): void => pending.settle({ rows: [], done: {} });
      const settle = (outcome: RouterosAnswer | RouterosError): void => {
        signal.removeEventListener('abort', aborted);
        if (signal.aborted) resolve();
        else if (outcome instanceof RouterosError) reject(outcome);
        else reject(new RouterosError('closed', `${command.path} ended by itself`));
        this.#cancelIfBusy(pending);
      };
      this.#streams += 1;
      const pending = this.#send(command, onRow, settle);
      signal.addEventListener('abort', aborted, { once: true });
      return undefined;
    });
  }

  /** Ends it; every caller is told. Idempotent. */
  close(error = new RouterosError('aborted', 'the connection was closed here')): void {
    this.#socket.close(error);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #admit(waiting: Waiting): void {
    if (this.inFlight < this.#limits.mostInFlight) waiting.send();
    else if (this.#waiting.size < this.#limits.mostWaiting) this.#waiting.add(waiting);
    else waiting.fail(new RouterosError('busy', `${this.#waiting.size} commands wait for this router already`));
  }

  #send(
    command: RouterosCommand,
    onRow: ((row: RouterosRow) => void) | undefined,
    settled: (outcome: RouterosAnswer | RouterosError) => void,
  ): PendingCommand {
    const tag = String((this.#lastTag += 1));
    const pending = new PendingCommand({ command, tag, limits: this.#limits, onRow, settled });
    this.#sent.set(tag, pending);
    try {
      this.#write(encodeSentence(command, tag));
    } catch (error) {
      this.#forget(pending);
      queueMicrotask(() => pending.settle(asRouterosError(error)));
    }
    return pending;
  }

  #write(bytes: Buffer): void {
    this.#socket.send(bytes);
    if (this.#socket.unsent > MOST_UNSENT_BYTES)
      this.#socket.close(new RouterosError('timeout', 'the router takes no more commands'));
  }

  /** A given-up command keeps its place until the router says that it is done: a slow router is not piled up on. */
  #cancelIfBusy(pending: PendingCommand): void {
    if (this.#error || !this.#sent.has(pending.tag)) return;
    const tag = String((this.#lastTag += 1));
    this.#write(encodeSentence({ path: '/cancel', attributes: { tag: pending.tag } }, tag));
    const givenUp = [...this.#sent.values()].filter(({ settled }) => settled).length;
    if (givenUp >= this.#limits.mostInFlight + this.#limits.mostStreams)
      this.#socket.close(new RouterosError('timeout', `${givenUp} commands were not answered in time`));
  }

  #received(reply: RouterosReply, bytes: number): void {
    if (reply.kind === 'fatal') {
      const reason = (reply.words[0] ?? reply.row['message'] ?? 'without a word').slice(0, 500);
      this.#socket.close(new RouterosError('fatal', `the router ended the session: ${reason}`));
      return;
    }
    const pending = reply.tag === undefined ? undefined : this.#sent.get(reply.tag);
    if (!pending) return this.#stray(reply);
    if (reply.kind === 'done') this.#forget(pending);
    pending.take(reply, bytes);
    if (reply.kind === 'done') this.#letNextIn();
  }

  /** Answers to `/cancel`, and late ones, are expected; a peer that keeps talking about nothing is not a router. */
  #stray({ tag = '' }: RouterosReply): void {
    const number = Number(tag);
    if (Number.isInteger(number) && number >= 1 && number <= this.#lastTag) return;
    this.#strays += 1;
    if (this.#strays > this.#limits.mostStrayReplies)
      this.#socket.close(new RouterosError('protocol', `${this.#strays} replies to nothing that was asked`));
  }

  #forget(pending: PendingCommand): void {
    if (this.#sent.delete(pending.tag) && pending.isStream) this.#streams -= 1;
  }

  #letNextIn(): void {
    for (const waiting of this.#waiting) {
      if (this.#error || this.inFlight >= this.#limits.mostInFlight) return;
      this.#waiting.delete(waiting);
      waiting.send();
    }
  }

  /** Outside the places of others: a full connection must still be able to show that it lives. */
  async #askForLife(withinMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const late = (): void => pending.settle(new RouterosError('timeout', `no sign of life within ${withinMs} ms`));
      const timer = this.#clock.setTimeout(late, withinMs);
      const pending = this.#send({ path: '/system/identity/print' }, undefined, (outcome) => {
        this.#clock.clearTimeout(timer);
        if (outcome instanceof RouterosError && outcome.failure !== 'trap') reject(outcome);
        else resolve();
      });
    });
  }

  #ended(error: RouterosError): void {
    this.#error = error;
    this.#keepalive.stop();
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    this.#streams = 0;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const pending of sent) pending.settle(error);
    for (const { fail } of waiting) fail(error);
    for (const listener of this.#closeListeners) listener(error);
    this.#closeListeners.clear();
  }
}

function abortedError({ path }: RouterosCommand, signal: AbortSignal | undefined): RouterosError {
  return new RouterosError('aborted', `${path} was given up by its caller`, { cause: signal?.reason });
}

function asRouterosError(error: unknown): RouterosError {
  return error instanceof RouterosError ? error : new RouterosError('protocol', 'the command failed', { cause: error });
}
