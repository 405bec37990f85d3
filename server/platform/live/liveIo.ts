import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { Beat, Frame, Hello, Moved, Revoked, SessionEnded, Snapshot } from '#shared/wire/downstream.ts';
import type { LiveSession } from './liveSession.ts';

/** Socket.IO's types of shared/wire/downstream.ts. */
export interface ServerEvents {
  hello: (hello: Hello) => void;
  beat: (beat: Beat) => void;
  'view.snapshot': (snapshot: Snapshot) => void;
  'view.frame': (frame: Frame) => void;
  'view.moved': (moved: Moved) => void;
  'view.revoked': (revoked: Revoked) => void;
  'session.ended': (ended: SessionEnded) => void;
}

/** Whatever comes up is unknown until parsed, the acknowledgement included. */
export interface ClientEvents {
  'view.subscribe': (payload: unknown, ack: unknown) => void;
  'view.unsubscribe': (payload: unknown, ack: unknown) => void;
  command: (payload: unknown, ack: unknown) => void;
}

export interface SocketData {
  session?: LiveSession;
}

export type LiveIo = Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
