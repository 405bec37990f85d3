import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SyslogListener, type SyslogListenerLimits } from '#server/platform/transport/syslog/syslogListener.ts';
import { eventually } from '../support/eventually.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

interface Held {
  readonly text: string;
  readonly release: () => void;
}

/** A listener whose consumer keeps every message until the test releases it, or takes it at once. */
async function startListener(limits: Partial<SyslogListenerLimits> = {}, options: { readonly hold?: boolean } = {}) {
  const clock = new SimulatedTime();
  const received: string[] = [];
  const held: Held[] = [];
  const closed: string[] = [];
  let id = 0;
  const listener = new SyslogListener({
    host: '127.0.0.1',
    port: 0,
    clock,
    newId: () => `connection-${++id}`,
    limits,
    handler: {
      message: (_peer, message) => {
        const text = message.toString('utf8');
        received.push(text);
        return options.hold ? new Promise((release) => held.push({ text, release })) : undefined;
      },
      closed: (peer, reason, error) => closed.push(`${peer.address} ${reason}${error ? `: ${error.message}` : ''}`),
    },
  });
  await listener.start();
  const dial = async (localAddress = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: listener.port, localAddress, noDelay: true });
    socket.on('error', () => undefined);
    socket.resume();
    open.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  return { listener, clock, received, held, closed, dial, [Symbol.asyncDispose]: () => listener.stop() };
}

describe('the stream', () => {
  test('arrives whole when it comes one byte at a time', async () => {
    await using world = await startListener();
    const socket = await world.dial();
    for (const byte of Buffer.from('5 <1>ab<2>line\n')) socket.write(Buffer.from([byte]));
    await eventually(() => world.received.length === 2, 'both messages');
    expect(world.received).toEqual(['<1>ab', '<2>line']);
  });

  test('of thousands of messages in one go arrives in order', async () => {
    await using world = await startListener();
    const socket = await world.dial();
    const sent = Array.from({ length: 20_000 }, (_, index) => `<1>message ${index}`);
    socket.end(sent.map((text) => `${text.length} ${text}`).join(''));
    await eventually(() => world.closed.length === 1, 'the end');
    expect(world.received).toEqual(sent);
    expect(world.closed).toEqual(['127.0.0.1 ended']);
  });

  test('that ends within a message does not deliver its half', async () => {
    await using world = await startListener();
    (await world.dial()).end('3 <1>20 <1>half of');
    await eventually(() => world.closed.length === 1, 'the end');
    expect(world.received).toEqual(['<1>']);
    expect(world.closed).toEqual(['127.0.0.1 ended: The connection ended within a message.']);
  });

  test.for([
    {
      name: 'garbage',
      bytes: Buffer.from([0x16, 0x03, 0x01, 0xff]),
      why: 'A frame begins with neither a length nor a priority.',
    },
    { name: 'a message above 8 KiB', bytes: Buffer.from('8193 <1>'), why: 'A message is longer than 8192 bytes.' },
    { name: 'a line above 8 KiB', bytes: Buffer.alloc(9000, '<'), why: 'A message is longer than 8192 bytes.' },
  ])('with $name is closed with the reason, after what was good before', async ({ bytes, why }) => {
    await using world = await startListener();
    const socket = await world.dial();
    socket.write('3 <1>');
    await eventually(() => world.received.length === 1, 'the good message');
    socket.write(bytes);
    await once(socket, 'close');
    expect(world.closed).toEqual([`127.0.0.1 framing: ${why}`]);
    expect(world.listener.stats()).toMatchObject({ connections: 0, messages: 1, closed: { framing: 1 } });
  });
});

describe('bounds', () => {
  test('an address gets so many connections and no more, another one is not touched by that', async () => {
    await using world = await startListener({ mostConnectionsPerAddress: 2 });
    await world.dial('127.9.9.1');
    await world.dial('127.9.9.1');
    const third = await world.dial('127.9.9.1');
    await once(third, 'close');
    const other = await world.dial('127.9.9.2');
    other.write('3 <1>');
    await eventually(() => world.received.length === 1, 'the other one is heard');
    expect(world.listener.stats()).toMatchObject({ connections: 3, accepted: 3, turnedAway: 1 });
  });

  test('a connection without a whole message for the idle time is closed, one that speaks is not', async () => {
    await using world = await startListener({ idleMs: 60_000 });
    const quiet = await world.dial('127.9.9.1');
    const dripping = await world.dial('127.9.9.2');
    const speaking = await world.dial('127.9.9.3');
    await eventually(() => world.listener.stats().connections === 3, 'three connections');
    for (let minute = 0; minute < 2; minute++) {
      dripping.write('9');
      speaking.write('3 <1>');
      await eventually(() => world.received.length === minute + 1, 'the speaking one is heard');
      await world.clock.advance(40_000);
    }
    await Promise.all([quiet.closed || once(quiet, 'close'), dripping.closed || once(dripping, 'close')]);
    expect(world.closed.toSorted()).toEqual(['127.9.9.1 idle', '127.9.9.2 idle']);
    expect(speaking.closed).toBe(false);
  });

  test('a consumer that is behind stops the sender instead of filling memory, and loses nothing', async () => {
    await using world = await startListener({ mostPendingMessages: 100, idleMs: 60_000 }, { hold: true });
    const socket = await world.dial();
    const text = `<1>${'x'.repeat(997)}`;
    const frame = Buffer.from(`${text.length} ${text}`);
    const total = 20_000;
    let written = 0;
    const writeOn = (): void => {
      while (written < total && socket.write(frame)) written += 1;
      if (written < total) {
        written += 1;
        socket.once('drain', writeOn);
      }
    };
    writeOn();
    await eventually(() => world.held.length === 100, 'the consumer is full');
    // Time in which it could go wrong: everything the kernel takes is sent, and then the sender stands still.
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(world.received).toHaveLength(100);
    expect(written).toBeLessThan(total);
    expect(world.listener.stats().pendingBytes).toBeLessThan(300 * 1024);
    // Being held back is not idleness.
    await world.clock.advance(600_000);
    expect(world.closed).toEqual([]);
    await eventually(() => {
      for (const { release } of world.held.splice(0)) release();
      return world.received.length === total;
    }, 'everything arrives');
    expect(world.received.every((received) => received === text)).toBe(true);
  });

  test('what a sender said before it hung up is not lost while the consumer is behind', async () => {
    await using world = await startListener({ mostPendingMessages: 10 }, { hold: true });
    (await world.dial()).end('3 <1>'.repeat(500));
    await eventually(() => {
      world.held.shift()?.release();
      return world.received.length === 500;
    }, 'all messages');
    for (const { release } of world.held.splice(0)) release();
    await eventually(() => world.closed.length === 1, 'the end');
    expect(world.closed).toEqual(['127.0.0.1 ended']);
  });
});

describe('lifecycle', () => {
  test('stopping waits for what was handed over, closes connections and can be repeated', async () => {
    const world = await startListener({}, { hold: true });
    const socket = await world.dial();
    socket.write('3 <1>');
    await eventually(() => world.held.length === 1, 'a message is held');
    let stopped = false;
    const stopping = world.listener.stop().then(() => (stopped = true));
    await once(socket, 'close');
    await world.clock.settle();
    expect(stopped).toBe(false);
    world.held[0]?.release();
    await stopping;
    await world.listener.stop();
    expect(world.closed).toEqual(['127.0.0.1 stopped']);
    expect(world.clock.waitingMs()).toEqual([]);
  });

  test('a port in use is told by start', async () => {
    await using first = await startListener();
    const second = new SyslogListener({
      host: '127.0.0.1',
      port: first.listener.port,
      clock: first.clock,
      newId: () => 'x',
      handler: { message: () => undefined, closed: () => undefined },
    });
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.stop();
  });
});
