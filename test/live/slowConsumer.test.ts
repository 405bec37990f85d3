import type { Socket } from 'node:net';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Gauge } from 'prom-client';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import type { RowsUpdate } from '#client/live/viewRows.ts';
import { alarmsRequest } from './listSource.ts';
import { connectionOver, socketTo, startLive, subjectOf, until } from './liveHarness.ts';

/** A relay whose client side stops reading from the server when told to. */
async function startStallingProxy(target: number): Promise<AsyncDisposable & { port: number; stalled: boolean }> {
  const upstreams = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    upstreams.add(upstream);
    client.on('data', (piece) => upstream.write(piece)).on('close', () => upstream.destroy());
    upstream.on('data', (piece) => client.write(piece)).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    set stalled(stalled: boolean) {
      for (const upstream of upstreams) {
        if (stalled) upstream.pause();
        else upstream.resume();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const upstream of upstreams) upstream.destroy();
      server.close();
    },
  };
}

const read = async (gauge: Gauge): Promise<number> => (await gauge.get()).values[0]?.value ?? 0;

/** Bytes outside the heap after a collection; what a turn still holds is released in the next one. */
async function bufferBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(setImmediate);
    (runInNewContext('gc') as () => void)();
  }
  return process.memoryUsage().arrayBuffers;
}

const SLOW_ABOVE = 256 * 1024;
const FRAME = 110_000;

test(
  'a socket that stops reading costs bounded memory, and gets a snapshot on the same connection after',
  { timeout: 60_000 },
  async () => {
    await using live = await startLive({
      limits: { frameIntervalMs: 2, bufferCheckMs: 5, slowAboveBytes: SLOW_ABOVE },
    });
    live.sessions.set('slow', subjectOf('slow'));
    await using proxy = await startStallingProxy(live.port);
    using healthy = connectionOver(socketTo(live.port));
    const transport = socketTo(proxy.port, 'slow');
    let opened = 0;
    using slow = connectionOver({ open: (handlers) => ((opened += 1), transport.open(handlers)) });
    let snapshots = 0;
    const rowsChanged = (updates: readonly RowsUpdate[]): void =>
      void (snapshots += updates.filter(({ replaced }) => replaced).length);
    const reference = healthy.subscribe(alarmsRequest(0, 200), { rowsChanged: () => {}, stateChanged: () => {} });
    const view = slow.subscribe(alarmsRequest(0, 200), { rowsChanged, stateChanged: () => {} });
    await until(() => view.state === 'current' && reference.state === 'current', 'first rows');

    async function push(step: number): Promise<void> {
      const text = `${step} `.padEnd(1_000, 'x');
      for (let item = 0; item < 100; item += 1) live.source.put(`item-${item}`, { text });
      await until(() => reference.rows.get('item-99')?.fields['text'] === text, 'the healthy screen');
    }
    proxy.stalled = true;
    let step = 0;
    while ((await read(live.metrics.laggingSockets)) === 0) await push((step += 1));
    const before = await bufferBytes();
    let most = 0;
    for (const end = step + 300; step < end;) {
      await push((step += 1));
      most = Math.max(most, await read(live.metrics.mostBuffered));
    }
    // 33 MB went to the room meanwhile.
    expect((await bufferBytes()) - before).toBeLessThan(3e6);
    expect(most).toBeGreaterThan(SLOW_ABOVE);
    expect(most).toBeLessThan(SLOW_ABOVE + 10 * FRAME);
    expect(view.rows.get('item-99')?.version ?? 0).toBeLessThan(reference.rows.get('item-99')?.version ?? 0);
    proxy.stalled = false;
    await until(() => snapshots === 2, 'the snapshot after', 10_000);
    expect(view.rows.list()).toEqual(reference.rows.list());
    await push((step += 1));
    await until(() => view.rows.get('item-99')?.version === reference.rows.get('item-99')?.version, 'the frame after');
    expect({ opened, snapshots }).toEqual({ opened: 1, snapshots: 2 });
  },
);

test('a socket for which far too much waits is cut', { timeout: 60_000 }, async () => {
  await using live = await startLive({
    limits: {
      bufferCheckMs: 5,
      closeAboveBytes: 200_000,
      slowAboveBytes: 150_000,
      messagesPerSecond: 1e6,
      messageBurst: 1e6,
    },
  });
  for (let item = 0; item < 200; item += 1) live.source.put(`item-${item}`, { text: 'x'.repeat(1_000) });
  await using proxy = await startStallingProxy(live.port);
  const socket = io(`http://127.0.0.1:${proxy.port}`, {
    transports: ['websocket'],
    extraHeaders: { 'x-session': 'ann' },
    reconnection: false,
  });
  await new Promise<void>((connected) => socket.once('hello', () => connected()));
  proxy.stalled = true;
  const sockets = live.metrics.sockets;
  for (let channel = 1; (await read(sockets)) === 1 && channel < 400; channel += 1) {
    socket.emit('view.subscribe', { channel, request: alarmsRequest(0, 200), replaces: Math.max(1, channel - 1) });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await read(sockets)).toBe(0);
  socket.close();
});
