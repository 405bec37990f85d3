import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '#actors/system/clock.ts';
import { portRefusal } from './portRefusal.ts';
import type { PortKind } from './radiusServer.ts';
import type { Peer } from './udpReply.ts';

export interface ListenersOptions {
  /** `0.0.0.0` and `::` stand for all addresses of their family. */
  readonly addresses: readonly string[];
  readonly ports: Readonly<Record<PortKind, number>>;
  readonly clock: Clock;
  readonly receive: (kind: PortKind, datagram: Buffer, peer: Peer) => void;
  readonly onTrouble: (what: string, error: unknown) => void;
}

const BUFFER_BYTES = 8 * 1024 * 1024;
const RESCAN_MS = 5_000;
const ALL: Readonly<Record<string, 'IPv4' | 'IPv6'>> = { '0.0.0.0': 'IPv4', '::': 'IPv6' };

/**
 * A socket for each address and port: an answer leaves from the address that was asked, since a router believes no other
 * (RFC 2865 §3). Addresses that come and go are followed.
 */
export class Listeners {
  readonly #options: ListenersOptions;
  readonly #sockets = new Map<string, Socket>();
  #timer: unknown;
  #closed = false;

  constructor(options: ListenersOptions) {
    this.#options = options;
  }

  /** Rejects when one of them is taken; then none is open. */
  async open(): Promise<void> {
    try {
      await Promise.all(this.#wanted().map(([name, kind, address]) => this.#bind(name, kind, address)));
    } catch (error) {
      this.close();
      throw error;
    }
    this.#rescanLater();
  }

  /** Nothing is taken any more; what was taken can still be answered. */
  deafen(): void {
    this.#closed = true;
    for (const socket of this.#sockets.values()) socket.removeAllListeners('message');
  }

  close(): void {
    this.#closed = true;
    this.#options.clock.clearTimeout(this.#timer);
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  #wanted(): readonly (readonly [name: string, kind: PortKind, address: string])[] {
    const kinds: readonly PortKind[] = ['authentication', 'accounting'];
    return this.#addresses().flatMap((address) => kinds.map((kind) => [`${kind} ${address}`, kind, address] as const));
  }

  #addresses(): readonly string[] {
    const there = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    return [
      ...new Set(
        this.#options.addresses.flatMap((address) => {
          const family = ALL[address];
          if (family === undefined) return [address];
          return there
            .filter((one) => one.family === family)
            .map((one) => (one.scopeid === undefined || one.scopeid === 0 ? one.address : undefined))
            .filter((one) => one !== undefined);
        }),
      ),
    ];
  }

  async #bind(name: string, kind: PortKind, address: string): Promise<void> {
    const family = isIPv6(address) ? 6 : 4;
    const socket = createSocket({
      type: `udp${family}`,
      ipv6Only: family === 6,
      // Answers go to addresses: nothing is to be looked up.
      lookup: (host, _options, done) => done(null, host, family),
    });
    this.#sockets.set(name, socket);
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error): void => reject(portRefusal(error, kind, address, this.#options.ports[kind]));
      socket.once('error', failed);
      socket.bind({ address, port: this.#options.ports[kind], exclusive: true }, () => {
        socket.off('error', failed);
        resolve();
      });
    });
    enlarge(socket);
    const { receive, onTrouble } = this.#options;
    socket.on('error', (error) => onTrouble(`the socket ${name} has trouble`, error));
    socket.on('message', (datagram, { address: from, port }) =>
      receive(kind, datagram, { socket, address: from, port }),
    );
  }

  #rescanLater(): void {
    this.#timer = this.#options.clock.setTimeout(() => void this.#rescan(), RESCAN_MS);
  }

  async #rescan(): Promise<void> {
    const wanted = this.#wanted();
    const names = new Set(wanted.map(([name]) => name));
    for (const [name, socket] of this.#sockets)
      if (!names.has(name)) {
        this.#sockets.delete(name);
        socket.close();
      }
    for (const [name, kind, address] of wanted) {
      if (this.#closed || this.#sockets.has(name)) continue;
      try {
        await this.#bind(name, kind, address);
      } catch (error) {
        this.#sockets.delete(name);
        this.#options.onTrouble(`${name} cannot be listened on`, error);
      }
    }
    if (!this.#closed) this.#rescanLater();
  }
}

/** As far as net.core.rmem_max lets: a storm has to wait somewhere. */
function enlarge(socket: Socket): void {
  socket.setRecvBufferSize(BUFFER_BYTES);
  socket.setSendBufferSize(BUFFER_BYTES);
}
