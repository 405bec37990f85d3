import { createSocket } from 'node:dgram';

/** Settings of a product that lets subscribers in: RADIUS on ports that nobody has. */
export async function radiusSettings(): Promise<Readonly<Record<string, string>>> {
  return {
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_AUTH_PORT: String(await freeUdpPort()),
    LASTMILE_RADIUS_ACCT_PORT: String(await freeUdpPort()),
  };
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', reject);
  socket.bind(0, '127.0.0.1', resolve);
  await promise;
  const { port } = socket.address();
  const closed = new Promise<void>((done) => socket.close(done));
  await closed;
  return port;
}
