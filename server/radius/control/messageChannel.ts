import type { Socket } from 'node:net';
import { ControlError } from './controlError.ts';
import { FrameReader, MOST_FRAME_BYTES, MOST_HELLO_BYTES, writeFrame } from './frames.ts';

export interface MessageChannelOptions {
  readonly socket: Socket;
  /** Throws when it is not understood, which closes the channel. */
  onMessage(message: unknown): void;
  /** Taken in a turn of the event loop, and one frame at least; everything that has come unless told. */
  readonly turnBytes?: number;
  /** Whether something else comes first, asked before each turn: what has come waits then, but not for long. */
  givesWay?(): boolean;
  /** Called once. Error: why this side closed it, or what the socket died of. */
  onClosed(error: Error | undefined): void;
}

/** From here on senders should wait for `ready`. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** Written and not taken: the peer does not read any more. */
const MOST_UNSENT_BYTES = 128 * 1024 * 1024;

const END_WITHIN_MS = 1_000;
/** Turns that what has come gives way for, at most. */
const MOST_WAITS = 8;

/** Messages over a stream socket, in both directions. */
export class MessageChannel {
  readonly #socket: Socket;
  readonly #options: MessageChannelOptions;
  readonly #reader = new FrameReader(MOST_HELLO_BYTES);
  readonly #waiting = new Set<() => void>();
  #error: Error | undefined;
  #gathers = false;
  /** What has come and waits for its turn. */
  #frames: Buffer[] = [];
  #waits = 0;
  /** This side has had enough of it. */
  #refuses = false;
  #closed = false;

  constructor(options: MessageChannelOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#socket.on('data', (chunk: Buffer) => this.#received(chunk));
    this.#socket.on('drain', () => this.#release());
    this.#socket.on('error', (error) => (this.#error ??= error));
    this.#socket.on('close', () => this.#ended());
  }

  get closed(): boolean {
    return this.#closed;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  /** The peer is who it should be: its messages may be long from now on. */
  trust(): void {
    this.#reader.mostBytes = MOST_FRAME_BYTES;
  }

  /** False: the peer is behind; what was given is sent all the same, the next should wait for `ready`. */
  send(message: object): boolean {
    if (this.#closed || this.#socket.destroyed) return false;
    this.#gather();
    this.#socket.write(writeFrame(message));
    if (this.unsentBytes > MOST_UNSENT_BYTES) {
      this.close(new ControlError('stuck', `the peer has not taken ${this.unsentBytes} octets`));
    }
    return this.unsentBytes < HIGH_WATER_BYTES;
  }

  /** Resolves when the peer has taken what it was sent, or is gone. */
  async ready(): Promise<void> {
    if (this.#closed || this.unsentBytes < HIGH_WATER_BYTES) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** At once; what is not sent yet is lost. */
  close(error?: Error): void {
    this.#error ??= error;
    this.#refuses = true;
    this.#frames = [];
    this.#socket.destroy();
  }

  /** Sends what is left, and closes then. */
  end(message: object): void {
    if (this.#closed || this.#socket.destroyed) return;
    this.#socket.end(writeFrame(message));
    this.#socket.once('finish', () => this.#socket.destroy());
    this.#socket.setTimeout(END_WITHIN_MS, () => this.#socket.destroy());
  }

  /** What is sent in one go leaves in one go: a thousand changes are not a thousand system calls. */
  #gather(): void {
    if (this.#gathers) return;
    this.#gathers = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#gathers = false;
      this.#socket.uncork();
    });
  }

  /** A little each turn: routers that wait for an answer come between two of a thousand changes. */
  #received(chunk: Buffer): void {
    this.#socket.pause();
    this.#attempt(() => this.#reader.read(chunk, (frame) => this.#frames.push(frame)));
    this.#turn();
  }

  #turn(): void {
    if (this.#closed) return;
    if (this.#waits < MOST_WAITS && this.#options.givesWay?.()) this.#waits += 1;
    else {
      this.#waits = 0;
      this.#attempt(() => this.#take(this.#options.turnBytes ?? Infinity));
    }
    setImmediate(() => (this.#frames.length > 0 ? this.#turn() : this.#socket.resume()));
  }

  /** One frame at least, and others until they come to so many octets. */
  #take(mostBytes: number): void {
    for (let bytes = 0; bytes < mostBytes && !this.#refuses;) {
      const frame = this.#frames.shift();
      if (frame === undefined) return;
      bytes += frame.length;
      this.#options.onMessage(parsed(frame));
    }
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.close(error instanceof Error ? error : new ControlError('message', String(error)));
    }
  }

  #ended(): void {
    this.#closed = true;
    // What the peer said before it went.
    this.#attempt(() => this.#take(Infinity));
    this.#release();
    this.#options.onClosed(this.#error);
  }

  #release(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

function parsed(frame: Buffer): unknown {
  try {
    return JSON.parse(frame.toString('utf8'));
  } catch (cause) {
    throw new ControlError('message', 'a frame is not JSON', { cause });
  }
}
