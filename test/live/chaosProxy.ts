import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import type { Randomness } from './randomness.ts';

export interface ChaosProxy extends AsyncDisposable {
  readonly port: number;
  /** Where new connections go. */
  target: number;
  /** While set, pieces are delayed, and now and then a connection is cut in the middle of one or goes silent. */
  rough: boolean;
  cutAll(): void;
  readonly cuts: number;
}

/** A TCP relay that treats connections as a bad network does. */
export async function startChaosProxy(target: number, random: Randomness): Promise<ChaosProxy> {
  const pairs = new Set<() => void>();
  const server = createServer((downstream) => {
    const upstream = connect(proxy.target, '127.0.0.1');
    const cut = (): void => {
      pairs.delete(cut);
      downstream.destroy();
      upstream.destroy();
    };
    pairs.add(cut);
    relay(downstream, upstream, cut);
    relay(upstream, downstream, cut);
  });

  function relay(from: Socket, to: Socket, cut: () => void): void {
    let silent = false;
    from.on('error', cut).on('close', cut);
    from.on('data', (piece: Buffer) => {
      if (silent) return;
      if (!proxy.rough) return void to.write(piece);
      if (random.chance(0.01)) {
        proxy.cuts += 1;
        to.write(piece.subarray(0, random.below(piece.length)), cut);
      } else if (random.chance(0.003)) {
        silent = true;
      } else {
        from.pause();
        setTimeout(() => {
          to.write(piece);
          from.resume();
        }, random.below(8));
      }
    });
  }

  const proxy = {
    port: 0,
    target,
    rough: false,
    cuts: 0,
    cutAll: () => {
      proxy.cuts += pairs.size;
      for (const cut of [...pairs]) cut();
    },
    async [Symbol.asyncDispose]() {
      proxy.cutAll();
      await new Promise((closed) => server.close(closed));
    },
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
