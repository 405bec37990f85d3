import type { Server } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import type { Clock } from '#actors/system/clock.ts';
import { ListenError } from '../http/listenError.ts';
import type { Logger } from '../log/logger.ts';
import type { CertificateSource } from './certificateSource.ts';

export interface TlsDoorOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly source: CertificateSource;
  /** What answers: requests and upgrades that come in here are handed to it as if they had come in there. */
  readonly behind: Server;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The product over TLS, beside plain HTTP. A certificate that changes is served without a restart. */
export interface TlsDoor {
  /** Throws {@link ListenError}, StartRefusal. */
  start(): Promise<{ readonly port: number }>;
  /** Takes no new connections, waits for answers under way at most `graceMs`, then closes what is left. */
  stop(graceMs?: number): Promise<void>;
}

const lookEveryMs = 10_000;

export function createTlsDoor(options: TlsDoorOptions): TlsDoor {
  const { source, behind, clock, log } = options;
  let server: HttpsServer | undefined;
  let timer: unknown;

  async function look(): Promise<void> {
    try {
      const pair = await source.reload();
      if (pair === undefined) return;
      server?.setSecureContext({ cert: pair.certificate, key: pair.key, minVersion: 'TLSv1.2' });
      log.info('a new TLS certificate is served');
    } catch (error) {
      log.error({ err: error }, 'the new TLS certificate can not be served; the old one stays');
    }
  }

  function lookLater(): void {
    timer = clock.setTimeout(() => {
      void look().then(() => {
        if (server) lookLater();
      });
    }, lookEveryMs);
  }

  return {
    async start() {
      const { certificate, key } = await source.load();
      server = createServer({ cert: certificate, key, minVersion: 'TLSv1.2', requestTimeout: behind.requestTimeout });
      server.on('request', (request, response) => behind.emit('request', request, response));
      server.on('upgrade', (request, socket, head) => behind.emit('upgrade', request, socket, head));
      const port = await listen(server, options);
      lookLater();
      return { port };
    },
    async stop(graceMs = 5_000) {
      const stopping = server;
      server = undefined;
      clock.clearTimeout(timer);
      if (stopping === undefined) return;
      const impatience = setTimeout(() => stopping.closeAllConnections(), graceMs);
      await new Promise<void>((done) => {
        stopping.close(() => done());
        stopping.closeIdleConnections();
      });
      clearTimeout(impatience);
    },
  };
}

async function listen(server: HttpsServer, { host, port }: TlsDoorOptions): Promise<number> {
  await new Promise<void>((done, failed) => {
    server.once('error', (error) => failed(ListenError.from(error, host, port, 'LASTMILE_HTTPS_PORT')));
    server.listen({ host, port }, done);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
