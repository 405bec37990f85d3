import { timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { ControlError } from './controlError.ts';
import { CONTROL_PROTOCOL, type FromRadius, type ToRadius } from './controlMessage.ts';
import { MessageChannel } from './messageChannel.ts';
import { parseToRadius } from './parseToRadius.ts';
import { socketPath, type SocketPath } from './socketPath.ts';

export interface ControlServerOptions {
  /** Both of prepareControlPlace. */
  readonly socket: string;
  readonly token: string;
  readonly clock: Clock;
  /** Said to each main that connects, before anything else. */
  hello(): Extract<FromRadius, { say: 'hello' }>;
  /** One after the other, without `hello`. What it throws closes the connection. `stop` is for the owner to obey. */
  onMessage(message: ToRadius): void;
  /** Whether routers wait: what main says is taken more slowly then. */
  givesWay?(): boolean;
  /** A main is there (`hello` has been said to it), or there is none any more. */
  onMain(connected: boolean): void;
  /** A connection was closed because of what came over it. */
  onTrouble(error: Error): void;
}

/** What routers wait for at most. */
const TURN_BYTES = 8 * 1024;
const MAIN_WITHIN_MS = 2_000;
/** Connections beside that of main: of whoever has not said who it is, or may say `stop` alone. */
const MOST_OTHERS = 8;
/** `stats` are left out for a main that is behind by more. */
const MOST_BEHIND_BYTES = 1024 * 1024;

/** What a connection may say. stop: it speaks another protocol · refused: it is being closed */
type Speaks = 'nothing' | 'stop' | 'all' | 'refused';

/** The RADIUS process's end of the control socket. One main at a time: a newer one replaces the older. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #server: Server;
  readonly #others = new Set<MessageChannel>();
  #path: SocketPath | undefined;
  #main: MessageChannel | undefined;

  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  get connected(): boolean {
    return this.#main !== undefined;
  }

  /** The folder must be this process's alone by then: what lies there as a socket is removed. */
  async start(): Promise<void> {
    const { socket } = this.#options;
    rmSync(socket, { force: true });
    this.#path = socketPath(socket);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(this.#path.path, resolve);
    await promise;
    this.#server.off('error', reject);
    chmodSync(socket, 0o600);
  }

  /** Says farewell, and frees the socket; idempotent. */
  async stop(): Promise<void> {
    for (const channel of this.#others) channel.close();
    this.#main?.end({ say: 'bye', why: 'stopping' } satisfies FromRadius);
    if (this.#server.listening) await new Promise<void>((done) => void this.#server.close(() => done()));
    this.#path?.[Symbol.dispose]();
  }

  /** False: no main is there, or it is behind; `stats` are left out then, everything else is sent. */
  send(message: FromRadius): boolean {
    const main = this.#main;
    if (main === undefined) return false;
    if (message.say === 'stats' && main.unsentBytes > MOST_BEHIND_BYTES) return false;
    return main.send(message);
  }

  #accept(socket: Socket): void {
    if (this.#others.size >= MOST_OTHERS) {
      socket.destroy();
      return;
    }
    let speaks: Speaks = 'nothing';
    const channel: MessageChannel = new MessageChannel({
      socket,
      turnBytes: TURN_BYTES,
      givesWay: () => this.#options.givesWay?.() ?? false,
      onMessage: (received) => {
        if (speaks === 'nothing') speaks = this.#greet(channel, parseToRadius(received));
        else this.#heard(channel, speaks, received);
      },
      onClosed: (error) => this.#gone(channel, error),
    });
    this.#others.add(channel);
    const impatience = this.#options.clock.setTimeout(() => {
      if (this.#others.has(channel)) channel.close();
    }, MAIN_WITHIN_MS);
    socket.once('close', () => this.#options.clock.clearTimeout(impatience));
  }

  #greet(channel: MessageChannel, message: ToRadius): Speaks {
    if (message.say !== 'hello' || !same(message.token, this.#options.token)) {
      channel.end({ say: 'bye', why: 'token' } satisfies FromRadius);
      this.#options.onTrouble(new ControlError('token', 'somebody without the token of the data folder connected'));
      return 'refused';
    }
    channel.send(this.#options.hello());
    if (message.protocol !== CONTROL_PROTOCOL) return 'stop';
    channel.trust();
    this.#others.delete(channel);
    const older = this.#main;
    this.#main = channel;
    if (older) {
      older.end({ say: 'bye', why: 'replaced' } satisfies FromRadius);
      this.#others.add(older);
    }
    this.#options.onMain(true);
    return 'all';
  }

  #heard(channel: MessageChannel, speaks: Speaks, received: unknown): void {
    if (speaks === 'refused' || (speaks === 'all' && channel !== this.#main)) return;
    const message = parseToRadius(received);
    if (message.say === 'hello' || (speaks === 'stop' && message.say !== 'stop')) {
      channel.end({ say: 'bye', why: 'protocol' } satisfies FromRadius);
      return;
    }
    this.#options.onMessage(message);
  }

  #gone(channel: MessageChannel, error: Error | undefined): void {
    this.#others.delete(channel);
    if (error) this.#options.onTrouble(error);
    if (channel !== this.#main) return;
    this.#main = undefined;
    this.#options.onMain(false);
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
