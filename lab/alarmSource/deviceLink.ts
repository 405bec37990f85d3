import { connect, type Socket } from 'node:net';
import type { LabClock } from '../labClock.ts';
import type { SeededRandom } from '../seededRandom.ts';

/**
 * drop: the connection breaks now · hang: nothing is sent, the connection stays · slow: a few bytes at a time ·
 * garbage: bytes that are no syslog · half-open: the device restarts without closing, and connects anew
 */
export type LinkFault = 'drop' | 'hang' | 'slow' | 'garbage' | 'half-open';

export interface DeviceLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress: string;
  readonly clock: LabClock;
  readonly random: SeededRandom;
  /** What the device says first on a new connection. */
  readonly greeting: () => readonly Buffer[];
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const MOST_QUEUED = 200_000;
const CHUNK_BYTES = 64 * 1024;
const SLOW_BYTES = 8;
const SLOW_EVERY_MS = 25;

/** A device's connection to the collector: comes back by itself, and misbehaves on command. */
export class DeviceLink {
  readonly #options: DeviceLinkOptions;
  #socket: Socket | undefined;
  #queue: Buffer[] = [];
  #writable = false;
  #fault: 'hang' | 'slow' | undefined;
  readonly #abandoned = new Set<Socket>();
  #retryMs = FIRST_RETRY_MS;
  #timers = new Set<unknown>();
  #stopped = true;
  connects = 0;
  /** Messages that were queued when a connection ended, or did not fit. */
  unsent = 0;
  written = 0;

  constructor(options: DeviceLinkOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#writable;
  }

  get queued(): number {
    return this.#queue.length;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
    this.#letGo();
    for (const socket of this.#abandoned) socket.destroy();
    this.#abandoned.clear();
  }

  /** Without connection it is not sent; the next greeting tells how things stand. */
  send(message: Buffer): void {
    if (!this.#writable) {
      this.unsent += 1;
      return;
    }
    this.#queue.push(message);
    // A device that can't get rid of its messages gives up and tells all again later.
    if (this.#queue.length > MOST_QUEUED) this.#reconnectSoon();
    else if (this.#queue.length === 1) this.#flush();
  }

  /** `hang` and `slow` last for `lastsMs`; the others happen once. */
  inject(fault: LinkFault, lastsMs: number): void {
    switch (fault) {
      case 'drop':
        this.#reconnectSoon();
        break;
      case 'garbage':
        this.#socket?.write(Buffer.concat([Buffer.from('\u0016\u0003'), this.#options.random.bytes(4096)]));
        break;
      case 'half-open':
        this.#abandon();
        break;
      case 'hang':
      case 'slow':
        this.#fault = fault;
        this.#later(lastsMs, () => this.recover());
        if (fault === 'slow') this.#flush();
    }
  }

  /** Ends `hang` and `slow`, and what was left half open. */
  recover(): void {
    this.#fault = undefined;
    for (const socket of this.#abandoned) socket.destroy();
    this.#abandoned.clear();
    this.#flush();
  }

  #connect(): void {
    if (this.#stopped) return;
    const { host, port, localAddress } = this.#options;
    const socket = connect({ host, port, localAddress, noDelay: true });
    this.#socket = socket;
    socket.on('connect', () => this.#connected(socket));
    socket.on('drain', () => this.#flush());
    socket.on('error', () => {});
    socket.on('close', () => this.#closed(socket));
    // A collector says nothing; reading notices when it goes.
    socket.resume();
  }

  #connected(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.connects += 1;
    this.#retryMs = FIRST_RETRY_MS;
    this.#writable = true;
    this.#queue = [...this.#options.greeting()];
    this.#flush();
  }

  #closed(socket: Socket): void {
    this.#abandoned.delete(socket);
    if (socket === this.#socket) this.#reconnectSoon();
  }

  #reconnectSoon(): void {
    this.#letGo();
    const waitMs = this.#retryMs * (0.5 + this.#options.random.next());
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    this.#later(waitMs, () => {
      if (!this.#socket) this.#connect();
    });
  }

  #letGo(): void {
    const socket = this.#socket;
    this.#forget();
    socket?.destroy();
  }

  #abandon(): void {
    if (this.#socket && this.#writable) this.#abandoned.add(this.#socket);
    else this.#socket?.destroy();
    this.#forget();
    this.#reconnectSoon();
  }

  #forget(): void {
    this.unsent += this.#queue.length;
    this.#socket = undefined;
    this.#writable = false;
    this.#queue = [];
  }

  #flush(): void {
    const socket = this.#socket;
    if (!socket || !this.#writable || this.#fault === 'hang' || socket.writableNeedDrain) return;
    if (this.#fault === 'slow') {
      this.#drip(socket);
      return;
    }
    while (this.#queue.length > 0 && !socket.writableNeedDrain) {
      const chunk = this.#takeChunk();
      socket.write(chunk);
    }
  }

  #takeChunk(): Buffer {
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && bytes < CHUNK_BYTES) bytes += this.#queue[count++]!.length;
    this.written += count;
    return Buffer.concat(this.#queue.splice(0, count));
  }

  /** What is left of a message goes on at normal speed when the fault ends, so that the stream stays whole. */
  #drip(socket: Socket): void {
    const first = this.#queue[0];
    if (!first) return;
    socket.write(first.subarray(0, SLOW_BYTES));
    const rest = first.subarray(SLOW_BYTES);
    if (rest.length > 0) {
      this.#queue[0] = rest;
    } else {
      this.#queue.shift();
      this.written += 1;
    }
    this.#later(SLOW_EVERY_MS, () => {
      if (this.#fault === 'slow') this.#flush();
    });
  }

  #later(waitMs: number, fn: () => void): void {
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) fn();
    }, waitMs);
    this.#timers.add(timer);
  }
}
