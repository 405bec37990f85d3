import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Subject } from '#server/platform/auth/subject.ts';
import type { ViewSource } from '#server/platform/live/viewSource.ts';
import type { Frame } from '#shared/wire/downstream.ts';
import type { ScreenFleet } from './liveBenchFleet.ts';
import { startBenchServer } from './liveBenchServer.ts';

const RUN_MS = 2_000;
/** Frames on their way at once; more would only fill buffers. */
const AHEAD = 8;

const counts = {
  critical: 12,
  major: 4_711,
  minor: 88,
  warning: 123,
  indeterminate: 4,
  unacknowledged: 3_000,
  claimed: 40,
  shelved: 7,
};

/** Sends as fast as all sockets receive; deliveries per second. */
async function pump(fleet: ScreenFleet, sockets: number, send: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let sent = 0;
  while (performance.now() - startedAt < RUN_MS) {
    await fleet.untilReceived(sent - AHEAD);
    await send();
    sent += 1;
  }
  await fleet.untilReceived(sent);
  return (sent * sockets) / ((performance.now() - startedAt) / 1_000);
}

/** One view that changes as fast as its frames can go out, on the product's live server without its pacing. */
export async function engineThroughput(fleet: ScreenFleet, sockets: number, subject: Subject): Promise<number> {
  let version = 1;
  let changed = (): void => {};
  let read = (): void => {};
  const source: ViewSource = {
    view: 'wall',
    admit: () => ({ tenant: subject.tenant, permissionClass: 'plain', scope: 'all' }),
    open: async (_audience, _request, onChange) => {
      changed = onChange;
      return {
        read: () => {
          read();
          return { rows: [{ id: 'wall', version, fields: { ...counts, newestRaisedAt: version } }], total: 1 };
        },
        exists: () => true,
        close: () => {},
      };
    },
  };
  await using server = await startBenchServer(subject, {
    sources: [source],
    lagMs: () => 0,
    limits: { frameIntervalMs: 0 },
  });
  await fleet.open(
    server.url,
    Array.from({ length: sockets }, () => ({ view: 'wall' as const })),
  );
  const perS = await pump(fleet, sockets, () => {
    const framed = new Promise<void>((resolve) => (read = () => setImmediate(resolve)));
    version += 1;
    changed();
    return framed;
  });
  await fleet.all({ ask: 'close' }, 'closed');
  return perS;
}

/** The same bytes to the same sockets by `io.emit` alone. */
export async function plainThroughput(fleet: ScreenFleet, sockets: number): Promise<number> {
  const httpServer = createServer();
  const io = new Server(httpServer, { serveClient: false, transports: ['websocket'], perMessageDeflate: false });
  await new Promise<void>((listening) => httpServer.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  await fleet.open(
    url,
    Array.from({ length: sockets }, () => undefined),
  );
  let version = 1;
  const perS = await pump(fleet, sockets, async () => {
    version += 1;
    const fields = { ...counts, newestRaisedAt: version };
    const frame: Frame = {
      epoch: 'abcdefghijkl.1',
      n: version,
      changes: [{ op: 'put', id: 'wall', version, fields }],
      total: 1,
      at: Date.now(),
    };
    io.emit('view.frame', frame);
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  await fleet.all({ ask: 'close' }, 'closed');
  await io.close();
  return perS;
}
