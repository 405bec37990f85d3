import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { Registry } from 'prom-client';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import { createLiveMetrics } from '#server/platform/live/liveMetrics.ts';
import { createLiveServer, type LiveServerOptions } from '#server/platform/live/liveServer.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';

export interface BenchServer extends AsyncDisposable {
  readonly url: string;
}

export function benchSubject(tenant: TenantId, userId: UserId): Subject {
  const permissions = new Set(Permission.options);
  return { sessionId: 'bench', tenant, userId, userName: 'Bench', permissions, branches: 'all' };
}

/** The product's live server on a loopback port; whoever has the cookie is `subject`. */
export async function startBenchServer(
  subject: Subject,
  options: Pick<LiveServerOptions, 'sources' | 'lagMs' | 'limits'>,
): Promise<BenchServer> {
  const httpServer = createServer();
  const live = createLiveServer({
    httpServer,
    clock: systemClock,
    log: pino({ level: 'warn' }),
    metrics: createLiveMetrics(new Registry()),
    authenticate: async (headers) => (headers.cookie === 'bench=1' ? subject : undefined),
    sendCommand: async () => ({ ok: true, version: 0 }),
    ...options,
    limits: { socketsPerUser: 10_000, ...options.limits },
  });
  live.start();
  await new Promise<void>((listening) => httpServer.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await live.stop();
      httpServer.closeAllConnections();
      await new Promise((closed) => httpServer.close(closed));
    },
  };
}
