import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface DatagramHandlers {
  readonly onPacket: (packet: Buffer, from: RemoteInfo) => void;
  /** The address can't be bound, or not any more; nothing more comes or goes. */
  readonly onError: (error: Error) => void;
}

/** One UDP socket on an address of the router. */
export class DatagramPort {
  readonly #socket: Socket;
  #isClosed = false;

  /** Port 0 lets the system choose; `onBound` tells which. */
  constructor(address: string, port: number, handlers: DatagramHandlers, onBound?: (port: number) => void) {
    this.#socket = createSocket({
      type: isIPv6(address) ? 'udp6' : 'udp4',
      // Addresses are given as such: no look-up for each packet.
      lookup: (host, _options, done) => done(null, host, isIPv6(host) ? 6 : 4),
      recvBufferSize: 4 * 1024 * 1024,
    });
    this.#socket.on('message', handlers.onPacket);
    this.#socket.on('error', (error) => {
      this.close();
      // Never before the constructor has come back: with addresses as such, binding does not wait.
      queueMicrotask(() => handlers.onError(error));
    });
    this.#socket.bind({ address, port }, () => {
      const { port: bound } = this.#socket.address();
      queueMicrotask(() => onBound?.(bound));
    });
  }

  send(packet: Buffer, port: number, address: string): void {
    // Nobody tells a sender of UDP what became of a packet; neither does the error of a closed port.
    if (!this.#isClosed) this.#socket.send(packet, port, address, () => {});
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }
}
