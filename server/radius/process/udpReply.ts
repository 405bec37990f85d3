import type { Socket } from 'node:dgram';

/** Where a request came from, and where its answer goes. */
export interface Peer {
  readonly socket: Pick<Socket, 'send'>;
  readonly address: string;
  readonly port: number;
}

/** Not at all when its address has gone from this machine meanwhile: the router asks again elsewhere. */
export function sendTo(peer: Peer, bytes: Buffer, from: number, length: number): void {
  try {
    peer.socket.send(bytes, from, length, peer.port, peer.address);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SOCKET_DGRAM_NOT_RUNNING')) throw error;
  }
}
