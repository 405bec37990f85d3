import { Server } from 'socket.io';
import type { LiveIo } from './liveIo.ts';
import type { LiveLimits } from './liveLimits.ts';
import { isSameOrigin } from './sameOrigin.ts';

/** `accepts` is asked before anything else of a handshake is looked at. */
export function createIo(limits: LiveLimits, accepts: () => boolean, refusedOrigin: () => void): LiveIo {
  return new Server({
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: limits.maxMessageBytes,
    // Compression would be done once per socket, which is what encoding once per view avoids.
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      if (!accepts()) return decide('the server is stopping', false);
      const sameOrigin = isSameOrigin(request.headers);
      if (!sameOrigin) refusedOrigin();
      decide(sameOrigin ? null : 'foreign origin', sameOrigin);
    },
  });
}
