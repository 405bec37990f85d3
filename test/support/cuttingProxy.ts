import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * none: everything passes · before: the connection ends when COMMIT is sent, which never arrives · after: COMMIT is
 * done and its answer is lost · late: the client's connection ends at once and COMMIT arrives `lateMs` afterwards
 */
export type Cut = 'none' | 'before' | 'after' | 'late';

export interface CuttingProxy extends AsyncDisposable {
  /** The same database through the proxy. */
  readonly url: string;
  /** What happens to the next COMMIT of a transaction that stored commands; asked once for each. */
  nextCut: () => Cut;
  readonly cuts: number;
}

const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

/** Stands between a pool and PostgreSQL and breaks connections at the only moment that is hard: during COMMIT. */
export async function startCuttingProxy(url: string, lateMs = 100): Promise<CuttingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    }
    let cut: Cut = 'none';
    let stores = false;
    client.on('data', (chunk) => {
      const bytes = Buffer.from(chunk);
      stores ||= bytes.indexOf('command.store') >= 0;
      if (bytes.indexOf(COMMIT) >= 0 && stores) {
        stores = false;
        cut = proxy.nextCut();
        if (cut !== 'none') cuts += 1;
      }
      if (cut === 'before') upstream.destroy();
      else if (cut === 'late') setTimeout(() => upstream.end(bytes), lateMs);
      else upstream.write(bytes);
      if (cut === 'before' || cut === 'late') client.destroy();
    });
    upstream.on('data', (bytes) => {
      if (cut === 'after') {
        client.destroy();
        upstream.destroy();
      } else if (cut === 'none') client.write(bytes);
    });
    client.on('close', () => cut === 'none' && upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  let cuts = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(url);
  through.host = `127.0.0.1:${address.port}`;
  const proxy: CuttingProxy = {
    url: through.href,
    nextCut: () => 'none',
    get cuts() {
      return cuts;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
