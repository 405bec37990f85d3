import type { Socket } from 'node:dgram';

/** Where a request came from, and where its answer goes. */
export interface Peer {
  readonly socket: Pick<Socket, 'send'>;
  readonly address: string;
  readonly port: number;
}

export function sendTo(peer: Peer, bytes: Buffer, from: number, length: number): void {
  peer.socket.send(bytes, from, length, peer.port, peer.address);
}
