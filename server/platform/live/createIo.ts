import type { IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { LiveIo } from './liveIo.ts';
import type { LiveLimits } from './liveLimits.ts';
import { isSameOrigin } from './sameOrigin.ts';

export interface IoOptions {
  readonly limits: LiveLimits;
  /** Asked before anything else of a handshake is looked at. */
  readonly accepts: () => boolean;
  /** The origins whose pages are this site's own. */
  readonly origins: (request: IncomingMessage) => ReadonlySet<string>;
  readonly refusedOrigin: () => void;
}

export function createIo({ limits, accepts, origins, refusedOrigin }: IoOptions): LiveIo {
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
      const sameOrigin = isSameOrigin(request.headers, origins(request));
      if (!sameOrigin) refusedOrigin();
      decide(sameOrigin ? null : 'foreign origin', sameOrigin);
    },
  });
}
