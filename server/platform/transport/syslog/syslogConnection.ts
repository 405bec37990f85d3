import type { Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { skipTrailers, takeFrame } from './framing.ts';
import { SyslogError } from './syslogError.ts';

export interface SyslogLimits {
  /** Of one message without framing. */
  readonly mostMessageBytes: number;
  /** Per connection, handed over and not yet dealt with; the socket is not read beyond either. */
  readonly mostPendingMessages: number;
  readonly mostPendingBytes: number;
  /** A connection on which no whole message arrives for this long is closed; not while it is held back by us. */
  readonly idleMs: number;
}

/** ended: by the sender · idle: nothing came · framing: not syslog · failed: the network · asked: by the handler · stopped: by us */
export type SyslogCloseReason = 'ended' | 'idle' | 'framing' | 'failed' | 'asked' | 'stopped';

export interface SyslogPeer {
  /** Unique for ever. */
  readonly id: string;
  /** Text of the IP address, IPv4 in its short form. */
  readonly address: string;
  /** Closes the connection; nothing more of it is handed over. */
  close(): void;
}

export interface SyslogHandler {
  /**
   * One message, a copy of its own, in the order sent. A promise holds its place until it settles, and with too many of
   * them the socket is not read on. Must not throw.
   */
  message(peer: SyslogPeer, message: Buffer, receivedAt: number): Promise<void> | undefined;
  /** `error` says what was not understood or what the network reported. */
  closed(peer: SyslogPeer, reason: SyslogCloseReason, error: Error | undefined): void;
}

export interface SyslogConnectionOptions {
  readonly id: string;
  readonly address: string;
  readonly socket: Socket;
  readonly limits: SyslogLimits;
  readonly handler: SyslogHandler;
  readonly clock: Clock;
}

const NOTHING = Buffer.alloc(0);
/** A chunk may hold thousands; timers and other connections get their turn in between. */
const MOST_PER_TURN = 64;

/** One sender's TCP connection: cuts the stream into messages and reads only as fast as they are dealt with. */
export class SyslogConnection {
  readonly peer: SyslogPeer;
  readonly #socket: Socket;
  readonly #limits: SyslogLimits;
  readonly #handler: SyslogHandler;
  readonly #clock: Clock;
  #rest: Buffer = NOTHING;
  #pendingMessages = 0;
  #pendingBytes = 0;
  #heldBack = false;
  #resting = false;
  /** The sender has finished, but what it said before is still being held back. */
  #ending = false;
  #closed = false;
  #lastMessageAt: number;
  #idleTimer: unknown;
  #drained: (() => void) | undefined;
  messages = 0;

  constructor({ id, address, socket, limits, handler, clock }: SyslogConnectionOptions) {
    this.peer = { id, address, close: () => this.#close('asked', undefined) };
    this.#socket = socket;
    this.#limits = limits;
    this.#handler = handler;
    this.#clock = clock;
    this.#lastMessageAt = clock.now();
  }

  get pendingBytes(): number {
    return this.#pendingBytes + this.#rest.length;
  }

  start(): void {
    this.#socket.on('data', (chunk: Buffer) => this.#received(chunk));
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('error', (error) => this.#close('failed', error));
    this.#socket.on('close', () => {
      if (!this.#ending) this.#close('ended', undefined);
    });
    this.#watchIdleness(this.#limits.idleMs);
  }

  /** Closes it and waits until everything handed over is dealt with. */
  async stop(): Promise<void> {
    this.#close('stopped', undefined);
    if (this.#pendingMessages > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  #received(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#takeMessages();
  }

  #takeMessages(): void {
    let at = 0;
    let taken = 0;
    try {
      while (!this.#closed && !this.#isFull() && taken < MOST_PER_TURN) {
        const frame = takeFrame(this.#rest, at, this.#limits.mostMessageBytes);
        if (!frame) break;
        at = frame.next;
        taken += 1;
        this.#handOver(frame.message);
      }
    } catch (error) {
      this.#close('framing', error instanceof Error ? error : undefined);
      return;
    }
    if (this.#closed) return;
    this.#rest = at === this.#rest.length ? NOTHING : this.#rest.subarray(at);
    if (taken === MOST_PER_TURN) this.#goOnNextTurn();
    this.#holdBack(this.#isFull());
    if (this.#ending && !this.#heldBack) this.#finish();
  }

  #goOnNextTurn(): void {
    this.#resting = true;
    setImmediate(() => {
      this.#resting = false;
      if (!this.#closed) this.#takeMessages();
    });
  }

  /** Copied, because a view would keep the whole chunk in memory for as long as the message waits. */
  #handOver(view: Buffer): void {
    const message = Buffer.from(view);
    const now = this.#clock.now();
    this.#lastMessageAt = now;
    this.messages += 1;
    const done = this.#handler.message(this.peer, message, now);
    if (!done) return;
    this.#pendingMessages += 1;
    this.#pendingBytes += message.length;
    const dealtWith = (): void => this.#dealtWith(message.length);
    void done.then(dealtWith, dealtWith);
  }

  #dealtWith(bytes: number): void {
    this.#pendingMessages -= 1;
    this.#pendingBytes -= bytes;
    if (this.#closed) {
      if (this.#pendingMessages === 0) this.#drained?.();
      return;
    }
    // Half empty before reading on: starting and stopping at every message would cost more than it saves.
    if (this.#heldBack && this.#pendingMessages <= this.#limits.mostPendingMessages / 2) this.#takeMessages();
  }

  #isFull(): boolean {
    const { mostPendingMessages, mostPendingBytes } = this.#limits;
    return this.#resting || this.#pendingMessages >= mostPendingMessages || this.#pendingBytes >= mostPendingBytes;
  }

  #holdBack(full: boolean): void {
    if (full === this.#heldBack) return;
    this.#heldBack = full;
    if (full) {
      this.#socket.pause();
    } else {
      this.#lastMessageAt = this.#clock.now();
      this.#socket.resume();
    }
  }

  #ended(): void {
    this.#ending = true;
    if (!this.#heldBack) this.#finish();
  }

  /** A message cut off by the end is no message: half an alarm could name another resource. */
  #finish(): void {
    const cutOff = skipTrailers(this.#rest, 0) < this.#rest.length;
    const error = cutOff
      ? new SyslogError('framing', 'The connection ended within a message.', this.#rest.toString('latin1', 0, 200))
      : undefined;
    this.#close('ended', error);
  }

  #watchIdleness(waitMs: number): void {
    this.#idleTimer = this.#clock.setTimeout(() => {
      const quietMs = this.#heldBack ? 0 : this.#clock.now() - this.#lastMessageAt;
      if (quietMs >= this.#limits.idleMs) this.#close('idle', undefined);
      else this.#watchIdleness(this.#limits.idleMs - quietMs);
    }, waitMs);
  }

  #close(reason: SyslogCloseReason, error: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rest = NOTHING;
    this.#clock.clearTimeout(this.#idleTimer);
    this.#socket.destroy();
    this.#handler.closed(this.peer, reason, error);
  }
}
