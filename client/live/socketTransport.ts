import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client';
import { z } from 'zod';
import { downstream } from '#shared/wire/downstream.ts';
import type { DownstreamEvent, LinkHandlers, LiveLink, LiveTransport } from './liveTransport.ts';

const EVENTS = Object.keys(downstream) as DownstreamEvent[];
const HandshakeRefusal = z.object({ data: z.object({ code: z.string() }) });

/** Socket.IO, one fresh connection per attempt: when to try again is the live connection's decision, not the library's. */
export function socketTransport(url?: string, options?: Partial<ManagerOptions & SocketOptions>): LiveTransport {
  return { open: (handlers) => openSocket(handlers, url, options) };
}

function openSocket(
  handlers: LinkHandlers,
  url = '/',
  options: Partial<ManagerOptions & SocketOptions> = {},
): LiveLink {
  const socket = io(url, { transports: ['websocket', 'polling'], ...options, forceNew: true, reconnection: false });
  let closed = false;
  function close(): void {
    closed = true;
    socket.off();
    socket.disconnect();
  }
  function lose(error?: unknown): void {
    if (closed) return;
    close();
    const refusal = HandshakeRefusal.safeParse(error);
    handlers.closed(refusal.success ? { why: 'refused', code: refusal.data.data.code } : { why: 'lost' });
  }
  for (const event of EVENTS) socket.on(event, (payload: unknown) => closed || handlers.message(event, payload));
  socket.on('connect_error', lose);
  socket.on('disconnect', () => lose());
  return {
    send(event, payload, answer) {
      if (socket.connected) socket.emit(event, payload, (reply: unknown) => closed || answer(reply));
    },
    close,
  };
}
