import type { LiveSocket } from './liveIo.ts';

/** The parts of Engine.IO's connection that say how much waits for the peer; not in its public types. */
interface Outbound {
  readonly writeBuffer: readonly OutboundPacket[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } };
}
interface OutboundPacket {
  readonly data?: { readonly length: number };
  readonly options?: { readonly wsPreEncodedFrame?: readonly { readonly length: number }[] };
}

function outbound(socket: LiveSocket): Outbound {
  return socket.conn as unknown as Outbound;
}

/** Bytes handed to the connection that the operating system has not taken yet. */
export function bufferedBytes(socket: LiveSocket): number {
  const { writeBuffer, transport } = outbound(socket);
  const inTransport = transport.socket?.bufferedAmount ?? 0;
  return writeBuffer.length === 0 ? inTransport : writeBuffer.reduce((sum, packet) => sum + size(packet), inTransport);
}

/** Cuts the connection without waiting for what is buffered or for a closing handshake. */
export function cutConnection(socket: LiveSocket): void {
  const { transport } = outbound(socket);
  socket.conn.close(true);
  transport.socket?.terminate?.();
}

function size({ data, options }: OutboundPacket): number {
  return options?.wsPreEncodedFrame?.reduce((sum, part) => sum + part.length, 0) ?? data?.length ?? 0;
}
