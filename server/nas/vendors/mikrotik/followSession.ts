import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../../../platform/actors/pause.ts';
import type { LiveSession, NasCommand, NasReplyRow, NasWire, SessionRates } from '../nasDriver.ts';

const EVERY_MS = 1_000;

/**
 * What a session moves, each second until the signal aborts. A PPP session has an interface of its own, of which the router
 * receives what the customer sends (MikroTik: Interface, monitor-traffic); of a guest, and of a line's own queue, it counts the bytes. Resolves with
 * false at once for others: nothing counts them.
 */
export async function followSession(
  wire: NasWire,
  { access, username }: LiveSession,
  onRate: (rate: SessionRates) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  if (access === 'hotspot' || access === 'static') {
    await followBytes(wire, access === 'hotspot' ? bytesOfGuest(username) : bytesOfQueue(username), {
      onRate,
      clock,
      signal,
    });
    return true;
  }
  if (access !== 'pppoe') return false;
  await wire.stream(
    { path: '/interface/monitor-traffic', attributes: { interface: `<pppoe-${username}>` }, isSteady: true },
    (row) => onRate({ upBps: figure(row['rx-bits-per-second']), downBps: figure(row['tx-bits-per-second']) }),
    signal,
  );
  return true;
}

interface Counted {
  readonly command: NasCommand;
  readonly up: (row: NasReplyRow) => number;
  readonly down: (row: NasReplyRow) => number;
}

const bytesOfGuest = (username: string): Counted => ({
  command: {
    path: '/ip/hotspot/active/print',
    attributes: { '.proplist': 'bytes-in,bytes-out' },
    queries: [`user=${username}`],
  },
  up: (row) => figure(row['bytes-in']),
  down: (row) => figure(row['bytes-out']),
});

/** The first figure is what the router received from the customer (MikroTik: Queues, bytes). */
const bytesOfQueue = (name: string): Counted => ({
  command: { path: '/queue/simple/print', attributes: { '.proplist': 'bytes' }, queries: [`name=${name}`] },
  up: (row) => figure(row['bytes']?.split('/')[0]),
  down: (row) => figure(row['bytes']?.split('/')[1]),
});

interface Following {
  readonly onRate: (rate: SessionRates) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function followBytes(
  wire: NasWire,
  { command, up, down }: Counted,
  { onRate, clock, signal }: Following,
): Promise<void> {
  let before: { readonly at: number; readonly up: number; readonly down: number } | undefined;
  while (!signal.aborted) {
    const { rows } = await wire.run(command, { signal });
    const sum = (of: Counted['up']): number => rows.reduce((total, row) => total + of(row), 0);
    const now = { at: clock.now(), up: sum(up), down: sum(down) };
    const seconds = before === undefined ? 0 : (now.at - before.at) / 1_000;
    if (before !== undefined && seconds > 0)
      onRate({
        upBps: Math.max(0, ((now.up - before.up) * 8) / seconds),
        downBps: Math.max(0, ((now.down - before.down) * 8) / seconds),
      });
    before = now;
    await pause(clock, EVERY_MS, signal).catch(() => undefined);
  }
}

function figure(text: string | undefined): number {
  const value = Number(text ?? 0);
  return Number.isFinite(value) ? value : 0;
}
