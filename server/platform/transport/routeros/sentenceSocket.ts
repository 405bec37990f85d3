import type { Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { ReadPace } from './readPace.ts';
import { RouterosError } from './routerosError.ts';
import type { RouterosLimits } from './routerosLimits.ts';
import { parseReply, type RouterosReply } from './sentence.ts';
import { SentenceDecoder } from './sentenceDecoder.ts';

export interface SentenceHandler {
  /** `bytes` is what the reply took on the wire. */
  reply(reply: RouterosReply, bytes: number): void;
  /** Once, whatever the reason; nothing comes after it. */
  closed(error: RouterosError): void;
}

export interface SentenceSocketOptions {
  readonly socket: Socket;
  readonly limits: RouterosLimits;
  readonly clock: Clock;
  readonly handler: SentenceHandler;
}

/** A chunk may hold thousands of replies; other routers get their turn in between. */
const MOST_PER_TURN = 128;

/** The socket of one router as replies. Nothing a peer sends makes it throw, grow or hold the process up. */
export class SentenceSocket {
  readonly #socket: Socket;
  readonly #handler: SentenceHandler;
  readonly #clock: Clock;
  readonly #decoder: SentenceDecoder;
  readonly #pace: ReadPace;
  #closed = false;
  #waiting: unknown;
  #lastHeardAt: number;

  constructor({ socket, limits, clock, handler }: SentenceSocketOptions) {
    this.#socket = socket;
    this.#handler = handler;
    this.#clock = clock;
    this.#decoder = new SentenceDecoder(limits);
    this.#pace = new ReadPace(limits.mostBytesPerSecond, clock);
    this.#lastHeardAt = clock.now();
  }

  /** From here on the handler is called. */
  begin(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', (cause) =>
      this.close(new RouterosError('closed', `the connection broke: ${cause.message}`, { cause })),
    );
    socket.on('end', () => this.close(new RouterosError('closed', 'the router closed the connection')));
    socket.on('close', () => this.close(new RouterosError('closed', 'the connection ended')));
    if (socket.destroyed) this.close(new RouterosError('closed', 'the connection ended'));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** When a whole reply came last: bytes that make none prove nothing. Now, while they are left unread on purpose. */
  get lastHeardAt(): number {
    return this.#waiting === undefined ? this.#lastHeardAt : this.#clock.now();
  }

  send(bytes: Buffer): void {
    if (!this.#closed) this.#socket.write(bytes);
  }

  /** Bytes that the router has not taken yet. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  close(error: RouterosError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clock.clearTimeout(this.#waiting);
    this.#socket.destroy();
    this.#handler.closed(error);
  }

  #received(chunk: Buffer): void {
    if (this.#closed) return;
    const restMs = this.#pace.take(chunk.length);
    this.#decoder.append(chunk);
    if (this.#waiting === undefined) this.#takeTurn(restMs);
  }

  #takeTurn(restMs: number): void {
    const more = this.#takeReplies();
    if (this.#closed) return;
    if (!more && restMs === 0) {
      this.#waiting = undefined;
      if (this.#socket.isPaused()) this.#socket.resume();
      return;
    }
    this.#socket.pause();
    this.#waiting = this.#clock.setTimeout(() => this.#takeTurn(0), restMs);
  }

  /** Whether whole replies may be left. */
  #takeReplies(): boolean {
    try {
      for (let taken = 0; taken < MOST_PER_TURN; taken += 1) {
        const sentence = this.#decoder.next();
        if (!sentence) return false;
        this.#lastHeardAt = this.#clock.now();
        this.#handler.reply(parseReply(sentence.words), sentence.bytes);
        if (this.#closed) return false;
      }
      return true;
    } catch (error) {
      const told =
        error instanceof RouterosError ? error : new RouterosError('protocol', 'a reply failed', { cause: error });
      this.close(told);
      return false;
    }
  }
}
