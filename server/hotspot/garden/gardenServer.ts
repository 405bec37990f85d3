import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#actors/system/clock.ts';
import { HotspotLanguage } from '#shared/hotspot/look.ts';
import { type GardenVisit, gardenPage, languageOf } from './gardenPage.ts';

export interface GardenServerOptions {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  readonly port: number;
  /** Who is behind an address that asks. */
  readonly visitOf: (address: string) => Promise<Omit<GardenVisit, 'language'>>;
  readonly onTrouble: (error: unknown) => void;
}

const LISTEN_AGAIN_MS = 30_000;
/** Devices that look for the network's page ask once and again: a burst of them must not stand in each other's way. */
const MOST_CONNECTIONS = 2_000;
const PATIENCE_MS = 10_000;

/**
 * Plain HTTP for those in the walled garden: whatever host and path they ask for, routers lead them here, and the answer
 * is the page. It never redirects: no other address than the one that was asked for can be reached.
 */
export class GardenServer {
  readonly #options: GardenServerOptions;
  readonly #servers = new Set<Server>();
  #timers: unknown[] = [];
  #stopped = false;

  constructor(options: GardenServerOptions) {
    this.#options = options;
    for (const address of options.addresses) this.#listen(address);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    await Promise.all(
      [...this.#servers].map(
        (server) =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      ),
    );
  }

  /** An address that is taken, or not there, is tried again. */
  #listen(address: string): void {
    if (this.#stopped) return;
    const { clock, port, onTrouble } = this.#options;
    const server = createServer(
      { requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, keepAlive: false },
      (request, response) => void this.#answer(request, response),
    );
    server.maxConnections = MOST_CONNECTIONS;
    server.keepAliveTimeout = 1;
    server.setTimeout(PATIENCE_MS, (socket) => socket.destroy());
    server.on('clientError', (_error, socket) => socket.destroy());
    server.once('error', (error) => {
      this.#servers.delete(server);
      onTrouble(error);
      this.#timers.push(clock.setTimeout(() => this.#listen(address), LISTEN_AGAIN_MS));
    });
    this.#servers.add(server);
    // Beside 0.0.0.0 it is for IPv6 alone.
    server.listen({ host: address, port, ipv6Only: address.includes(':') });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    try {
      const visit = await this.#options.visitOf(plainAddress(request.socket.remoteAddress ?? ''));
      const languages = visit.look?.languages ?? HotspotLanguage.options;
      const chosen = URL.parse(request.url ?? '/', 'http://page')?.searchParams.get('lang') ?? null;
      const language = languageOf(languages, chosen, request.headers['accept-language']);
      send(response, gardenPage({ ...visit, language }), request.method === 'HEAD');
    } catch (error) {
      this.#options.onTrouble(error);
      send(response, gardenPage({ look: undefined, username: undefined, language: 'en' }), request.method === 'HEAD');
    }
  }
}

function send(response: ServerResponse, page: string, isHead: boolean): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    // It stands in for the page that was asked for: nobody may remember it as that.
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(isHead ? undefined : page);
}

/** IPv4 inside IPv6 is IPv4. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
