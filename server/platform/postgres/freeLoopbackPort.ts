import { createServer } from 'node:net';

const lowest = 15_000;
const highest = 29_999;

/**
 * A port of 127.0.0.1 that is free now. Below the range from which systems take the ports of outgoing connections, so
 * that it can be bound again after a crash; `seed` makes the first guess steady per caller.
 */
export async function freeLoopbackPort(seed: number): Promise<number> {
  const count = highest - lowest + 1;
  for (let step = 0; step < count; step++) {
    const port = lowest + ((seed + step) % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest} on 127.0.0.1`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
