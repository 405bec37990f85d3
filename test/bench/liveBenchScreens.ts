import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { preciseNow, type FromScreens, type ToScreens } from './liveBenchMessages.ts';

/** The process of the benchmark that holds sockets, as many screens would. */

interface Screen {
  readonly socket: Socket;
  readonly aggregate: boolean;
  frames: number;
  epoch: string;
  n: number;
  /** For aggregates: [server's time of the frame, arrival] since `measure`. */
  arrivals: [number, number][];
}

const LONGEST_MS = 20_000;
let screens: Screen[] = [];
let counts = new Array<number>(LONGEST_MS).fill(0);
let deliveries = 0;
let lastFrameAt = 0;
let told = 0;
let complete = 0;

function tell(message: FromScreens): void {
  process.send?.(message);
}

function count(latencyMs: number): void {
  const at = Math.min(LONGEST_MS - 1, Math.max(0, Math.round(latencyMs)));
  counts[at] = (counts[at] ?? 0) + 1;
}

async function open(url: string, requests: readonly (ViewRequest | undefined)[]): Promise<void> {
  [told, complete] = [0, 0];
  screens = [];
  // A few at a time: the handshakes are not what is measured.
  for (let from = 0; from < requests.length; from += 50) {
    screens.push(...(await Promise.all(requests.slice(from, from + 50).map((request) => openScreen(url, request)))));
  }
  tell({ did: 'opened' });
}

function openScreen(url: string, request: ViewRequest | undefined): Promise<Screen> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: 'bench=1' },
  });
  const screen: Screen = { socket, aggregate: request?.view === 'wall', frames: 0, epoch: '', n: 0, arrivals: [] };
  socket.on('disconnect', () => (screen.epoch = 'disconnected'));
  socket.on('view.frame', (frame: Frame) => received(screen, frame));
  return new Promise((opened, failed) => {
    socket.on('connect_error', failed);
    socket.on('view.snapshot', ({ epoch, n }: Snapshot) => {
      Object.assign(screen, { epoch, n });
      lastFrameAt = preciseNow();
      opened(screen);
    });
    socket.on('connect', () => {
      if (request) socket.emit('view.subscribe', { channel: 1, request }, () => {});
      else opened(screen);
    });
  });
}

function received(screen: Screen, frame: Frame): void {
  const now = preciseNow();
  lastFrameAt = now;
  deliveries += 1;
  screen.n = frame.n;
  screen.frames += 1;
  if (screen.aggregate) screen.arrivals.push([frame.at, now]);
  else rowLatencies(frame, now);
  if (screen.frames > told) tellWhenAllHave(screen.frames);
}

function tellWhenAllHave(frames: number): void {
  complete += 1;
  if (complete < screens.length) return;
  complete = screens.filter((screen) => screen.frames > frames).length;
  told = frames;
  tell({ did: 'received', frames });
}

/** A row says itself when it changed last. */
function rowLatencies(frame: Frame, now: number): void {
  for (const change of frame.changes) {
    if (change.op !== 'put') continue;
    const { lastOccurredAt, acknowledgedAt, clearedAt } = change.fields;
    const times = [lastOccurredAt, acknowledgedAt, clearedAt].filter((at) => typeof at === 'number');
    const latencyMs = now - Math.max(...times);
    // A row that came into the window because others left it changed long ago.
    if (latencyMs < 5_000) count(latencyMs);
  }
}

/** An aggregate shows a change with the first frame made after the change was applied. */
function aggregateLatencies(changes: readonly (readonly [number, number])[]): void {
  for (const { arrivals } of screens.filter(({ aggregate }) => aggregate)) {
    let at = 0;
    for (const [decided, applied] of changes) {
      while ((arrivals[at]?.[0] ?? Infinity) < applied) at += 1;
      const arrival = arrivals[at];
      if (arrival) count(arrival[1] - decided);
    }
  }
}

function answer(message: ToScreens): void {
  switch (message.ask) {
    case 'open':
      return void open(message.url, message.requests);
    case 'measure':
      counts = new Array<number>(LONGEST_MS).fill(0);
      deliveries = 0;
      for (const screen of screens) screen.arrivals = [];
      return tell({ did: 'measuring' });
    case 'latencies':
      aggregateLatencies(message.changes);
      return tell({ did: 'latencies', counts, deliveries });
    case 'current':
      return tell({ did: 'current', lastFrameAt, positions: screens.map(({ epoch, n }) => [epoch, n]) });
    case 'close':
      for (const { socket } of screens) socket.close();
      screens = [];
      return tell({ did: 'closed' });
  }
}

process.on('message', (message: ToScreens) => answer(message));
process.on('disconnect', () => process.exit(0));
