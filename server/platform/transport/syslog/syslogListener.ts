import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { SyslogConnection, type SyslogCloseReason, type SyslogHandler, type SyslogLimits } from './syslogConnection.ts';

export interface SyslogListenerOptions {
  readonly host: string;
  /** 0 lets the system choose; see {@link SyslogListener.port}. */
  readonly port: number;
  readonly handler: SyslogHandler;
  readonly clock: Clock;
  /** Ids of connections; must never repeat, also not after a restart. */
  readonly newId: () => string;
  readonly limits?: Partial<SyslogListenerLimits>;
}

export interface SyslogListenerLimits extends SyslogLimits {
  readonly mostConnections: number;
  readonly mostConnectionsPerAddress: number;
}

export interface SyslogListenerStats {
  readonly connections: number;
  readonly accepted: number;
  /** Turned away because there were too many. */
  readonly turnedAway: number;
  readonly messages: number;
  readonly pendingBytes: number;
  readonly closed: Readonly<Record<SyslogCloseReason, number>>;
}

const defaultLimits: SyslogListenerLimits = {
  mostMessageBytes: 8 * 1024,
  mostPendingMessages: 1024,
  mostPendingBytes: 256 * 1024,
  idleMs: 5 * 60_000,
  mostConnections: 512,
  mostConnectionsPerAddress: 8,
};

/** Receives syslog over TCP (RFC 6587, both framings). Memory is bounded by its limits whatever is sent. */
export class SyslogListener {
  readonly #options: SyslogListenerOptions;
  readonly #limits: SyslogListenerLimits;
  readonly #connections = new Set<SyslogConnection>();
  readonly #closed: Record<SyslogCloseReason, number> = {
    ended: 0,
    idle: 0,
    framing: 0,
    failed: 0,
    asked: 0,
    stopped: 0,
  };
  #server: Server | undefined;
  #accepted = 0;
  #turnedAway = 0;
  #messages = 0;

  constructor(options: SyslogListenerOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** Rejects when the port is taken or not allowed. `failed` hears of trouble of the listening socket later on. */
  async start(failed: (error: Error) => void = () => {}): Promise<void> {
    const server = createServer({ pauseOnConnect: true }, (socket) => this.#connected(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#options.port, this.#options.host, () => {
        server.removeListener('error', reject);
        server.on('error', failed);
        resolve();
      });
    });
  }

  /** Closes everything and waits until what was received is dealt with; a second call does nothing. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([...this.#connections].map((connection) => connection.stop()));
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** The port listened on; throws before start. */
  get port(): number {
    const address: AddressInfo | string | null | undefined = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the syslog listener is not started');
    return address.port;
  }

  stats(): SyslogListenerStats {
    let pendingBytes = 0;
    for (const connection of this.#connections) pendingBytes += connection.pendingBytes;
    return {
      connections: this.#connections.size,
      accepted: this.#accepted,
      turnedAway: this.#turnedAway,
      messages: this.#messages,
      pendingBytes,
      closed: { ...this.#closed },
    };
  }

  #connected(socket: Socket): void {
    const address = shortAddress(socket.remoteAddress ?? '');
    // An error on a socket nobody listens to would end the process.
    socket.on('error', () => {});
    if (address === '' || this.#isCrowded(address)) {
      this.#turnedAway += 1;
      socket.destroy();
      return;
    }
    this.#accepted += 1;
    const connection: SyslogConnection = new SyslogConnection({
      id: this.#options.newId(),
      address,
      socket,
      limits: this.#limits,
      clock: this.#options.clock,
      handler: this.#watched(() => this.#connections.delete(connection)),
    });
    this.#connections.add(connection);
    connection.start();
    socket.resume();
  }

  #isCrowded(address: string): boolean {
    if (this.#connections.size >= this.#limits.mostConnections) return true;
    const same = [...this.#connections].filter(({ peer }) => peer.address === address);
    return same.length >= this.#limits.mostConnectionsPerAddress;
  }

  #watched(forget: () => void): SyslogHandler {
    const { handler } = this.#options;
    return {
      message: (peer, message, receivedAt) => {
        this.#messages += 1;
        return handler.message(peer, message, receivedAt);
      },
      closed: (peer, reason, error) => {
        this.#closed[reason] += 1;
        forget();
        handler.closed(peer, reason, error);
      },
    };
  }
}

/** A dual-stack socket shows IPv4 peers as `::ffff:192.0.2.1`. */
function shortAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
