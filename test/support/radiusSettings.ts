import { createSocket } from 'node:dgram';

/** The last port is that of the routers of the lab. */
export type RadiusSettings = Readonly<
  Record<
    'LASTMILE_RADIUS' | 'LASTMILE_RADIUS_AUTH_PORT' | 'LASTMILE_RADIUS_ACCT_PORT' | 'LASTMILE_RADIUS_COA_PORT',
    string
  >
>;

/** Settings of a product that lets subscribers in: RADIUS on ports that nobody has, so that two can run side by side. */
export async function radiusSettings(): Promise<RadiusSettings> {
  return {
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_AUTH_PORT: String(await freeUdpPort()),
    LASTMILE_RADIUS_ACCT_PORT: String(await freeUdpPort()),
    LASTMILE_RADIUS_COA_PORT: String(await freeUdpPort()),
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
