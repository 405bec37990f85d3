import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import type { ManagerOptions, SocketOptions } from 'socket.io-client';
import { browserClock } from '#client/live/liveClock.ts';
import { LiveConnection } from '#client/live/liveConnection.ts';
import type { LiveTransport } from '#client/live/liveTransport.ts';
import { socketTransport } from '#client/live/socketTransport.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import { createLiveMetrics, type LiveMetrics } from '#server/platform/live/liveMetrics.ts';
import { createLiveServer, type LiveServer, type LiveServerOptions } from '#server/platform/live/liveServer.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { ListSource } from './listSource.ts';

export const systemClock = browserClock;

const id = (digit: string): string => `00000000-0000-4000-8000-00000000000${digit}`;
export const tenant = TenantId.parse(id('1'));
export const west = BranchId.parse(id('a'));
export const east = BranchId.parse(id('b'));

export function subjectOf(name: string, change: Partial<Subject> = {}): Subject {
  const digit = (name.charCodeAt(0) % 10).toString();
  return {
    sessionId: `session-${name}`,
    tenant,
    userId: UserId.parse(id(digit)),
    userName: name,
    permissions: new Set(Permission.options),
    branches: 'all',
    ...change,
  };
}

export interface LiveHarness extends AsyncDisposable {
  readonly server: LiveServer;
  readonly source: ListSource;
  readonly metrics: LiveMetrics;
  readonly port: number;
  /** Sessions by the value of header `x-session`. */
  readonly sessions: Map<string, Subject>;
}

export type HarnessOptions = Partial<
  Pick<LiveServerOptions, 'limits' | 'sendCommand' | 'sources' | 'lagMs' | 'clock'>
> & {
  readonly source?: ListSource;
  readonly port?: number;
  readonly sessions?: Map<string, Subject>;
};

/** A live server on a loopback port with one list behind it. */
export async function startLive(options: HarnessOptions = {}): Promise<LiveHarness> {
  const { source = new ListSource(), port = 0, sessions = new Map([['ann', subjectOf('ann')]]), ...rest } = options;
  const httpServer = createServer((_, response) => response.writeHead(404).end());
  const metrics = createLiveMetrics(new Registry());
  const server = createLiveServer({
    httpServer,
    sources: [source],
    authenticate: async (headers: IncomingHttpHeaders) => sessions.get(String(headers['x-session'])),
    sendCommand: async () => ({ ok: true, version: 1 }),
    lagMs: () => 0,
    clock: systemClock,
    log: createLogger({ level: 'silent', format: 'json' }),
    metrics,
    ...rest,
  });
  server.start();
  await new Promise<void>((listening) => httpServer.listen(port, '127.0.0.1', listening));
  return {
    server,
    source,
    metrics,
    sessions,
    port: (httpServer.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      await server.stop();
      httpServer.closeAllConnections();
      await new Promise((closed) => httpServer.close(closed));
    },
  };
}

export function socketTo(
  port: number,
  session = 'ann',
  options: Partial<ManagerOptions & SocketOptions> = {},
): LiveTransport {
  return socketTransport(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    extraHeaders: { 'x-session': session },
    ...options,
  });
}

export function connectionOver(transport: LiveTransport, clock = systemClock): LiveConnection & Disposable {
  const connection = new LiveConnection({
    transport,
    clock,
    random: Math.random,
    newKey: () => crypto.randomUUID(),
  });
  connection.start();
  return Object.assign(connection, { [Symbol.dispose]: () => connection.stop() });
}

/** Waits for a condition that events bring about; fails after `withinMs`. */
export async function until(condition: () => boolean, what: string, withinMs = 5_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
