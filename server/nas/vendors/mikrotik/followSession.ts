import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../../../platform/actors/pause.ts';
import type { LiveSession, NasWire, SessionRates } from '../nasDriver.ts';

const EVERY_MS = 1_000;

/**
 * What a session moves, each second until the signal aborts. A PPP session has an interface of its own, of which the router
 * receives what the customer sends (MikroTik: Interface, monitor-traffic); of a guest it counts the bytes. Resolves with
 * false at once for others: nothing counts them.
 */
export async function followSession(
  wire: NasWire,
  { access, username }: LiveSession,
  onRate: (rate: SessionRates) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  if (access === 'hotspot') {
    await followGuest(wire, username, onRate, clock, signal);
    return true;
  }
  if (access !== 'pppoe') return false;
  await wire.stream(
    { path: '/interface/monitor-traffic', attributes: { interface: `<pppoe-${username}>` } },
    (row) => onRate({ upBps: figure(row['rx-bits-per-second']), downBps: figure(row['tx-bits-per-second']) }),
    signal,
  );
  return true;
}

async function followGuest(
  wire: NasWire,
  username: string,
  onRate: (rate: SessionRates) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const attributes = { '.proplist': 'bytes-in,bytes-out' };
  let before: { readonly at: number; readonly up: number; readonly down: number } | undefined;
  while (!signal.aborted) {
    const { rows } = await wire.run(
      { path: '/ip/hotspot/active/print', attributes, queries: [`user=${username}`] },
      { signal },
    );
    const sum = (name: string): number => rows.reduce((total, row) => total + figure(row[name]), 0);
    const now = { at: clock.now(), up: sum('bytes-in'), down: sum('bytes-out') };
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
