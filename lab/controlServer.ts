import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers one control request; `body` is parsed JSON, or undefined for GET. Throws ControlError for the caller's faults. */
export type ControlRoute = (body: unknown) => unknown;

export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const MOST_BODY_BYTES = 64 * 1024;

/** JSON over HTTP on loopback: `routes` are keyed by method and path, `POST /raise`. */
export class ControlServer {
  readonly #routes: Readonly<Record<string, ControlRoute>>;
  #server: Server | undefined;

  constructor(routes: Readonly<Record<string, ControlRoute>>) {
    this.#routes = routes;
  }

  /** Rejects when the port is taken; 0 lets the system choose. Resolves with the port. */
  async start(port: number): Promise<number> {
    const server = createServer((request, response) => void this.#answer(request, response));
    server.requestTimeout = 10_000;
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the control server has no port');
    return address.port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = (request.url ?? '/').split('?')[0];
      const route = this.#routes[`${request.method} ${path}`];
      if (!route) throw new ControlError(404, `no such control: ${request.method} ${path}`);
      const body = request.method === 'GET' ? undefined : parse(await read(request));
      reply(response, 200, await route(body));
    } catch (error) {
      const status = error instanceof ControlError ? error.status : 500;
      reply(response, status, { error: error instanceof Error ? error.message : 'unknown error' });
    }
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) throw new ControlError(413, 'the request is too long');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new ControlError(400, 'the request is not JSON', { cause });
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body ?? {}));
}
