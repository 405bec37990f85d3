import type { NasMeasured } from '#actors/nas/nasFacts.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../platform/actors/pause.ts';
import type { BudgetedWire } from './budgetedWire.ts';
import type { NasEntry, NasFigures } from './nasEntry.ts';
import type { NasLive } from './nasLive.ts';
import type { NasDriver, NasVitals } from './vendors/nasDriver.ts';

export interface NasPollsOptions {
  readonly driver: NasDriver;
  readonly wire: BudgetedWire;
  readonly clock: Clock;
  readonly entry: NasEntry;
  readonly live: NasLive;
  readonly lossPercent: () => number;
  /** The entry has other figures. */
  readonly changed: () => void;
  readonly tell: (fact: NasMeasured) => void;
  /** Everything measured in a round. */
  readonly measured: (at: number) => void;
  /** Whether somebody looks at the router's page: then interfaces are read more often. */
  readonly watched: () => boolean;
  /** A question was refused or not understood; the others go on. */
  readonly trouble: (what: string, error: unknown) => void;
  readonly pace: NasPace;
}

/** How often a connected router is asked for what. */
export interface NasPace {
  readonly vitalsMs: number;
  readonly sensorsMs: number;
  readonly interfacesMs: number;
  readonly watchedInterfacesMs: number;
  readonly identityMs: number;
}

export const nasPace: NasPace = {
  vitalsMs: 10_000,
  sensorsMs: 30_000,
  interfacesMs: 20_000,
  watchedInterfacesMs: 5_000,
  identityMs: 300_000,
};

/** Uptimes are whole seconds, and answers take their time: starts closer than this are the same. */
const SAME_START_MS = 15_000;

/** Asks a connected router, one question after the other, until the signal aborts. Rejects with NasTrouble. */
export async function pollNas(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  const { clock, pace, watched } = options;
  const due = { identity: 0, vitals: 0, sensors: 0, interfaces: 0 };
  while (!signal.aborted) {
    const now = clock.now();
    if (due.identity <= now) {
      due.identity = now + pace.identityMs;
      await attempt(options, 'identity', () => identify(options, signal), signal);
    }
    if (due.sensors <= now) {
      due.sensors = now + pace.sensorsMs;
      await attempt(options, 'sensors', () => readSensors(options, signal), signal);
    }
    if (due.vitals <= now) {
      due.vitals = now + pace.vitalsMs;
      await attempt(options, 'vitals', () => readVitals(options, signal), signal);
    }
    if (due.interfaces <= now) {
      due.interfaces = now + pace.interfacesMs;
      await attempt(options, 'interfaces', () => readInterfaces(options, signal), signal);
      options.measured(clock.now());
    }
    if (watched()) due.interfaces = Math.min(due.interfaces, clock.now() + pace.watchedInterfacesMs);
    const nextAt = Math.min(...Object.values(due));
    // In short steps, so that somebody who begins to watch need not wait for the next round.
    await pause(clock, Math.min(1_000, Math.max(50, nextAt - clock.now())), signal).catch(() => undefined);
  }
}

async function attempt(
  { trouble }: NasPollsOptions,
  what: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted || error instanceof NasTrouble) throw error;
    trouble(what, error);
  }
}

async function identify({ driver, wire, entry, changed }: NasPollsOptions, signal: AbortSignal): Promise<void> {
  entry.identity = await driver.identify(wire, signal);
  changed();
}

async function readSensors(
  { driver, wire, entry, live, changed }: NasPollsOptions,
  signal: AbortSignal,
): Promise<void> {
  live.sensors = (await driver.sensors(wire, signal)).slice(0, 64);
  const degrees = live.sensors.filter(({ unit }) => unit === '°C').map(({ value }) => value);
  if (degrees.length > 0) entry.figures = { ...entry.figures, temperatureC: Math.max(...degrees) };
  changed();
}

async function readVitals(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  const { driver, wire, clock, entry, live, lossPercent, tell } = options;
  const askedAt = clock.now();
  const latencyMs = await greet(options, signal);
  const vitals = await driver.vitals(wire, signal);
  const [pppSessions, hotspotSessions] = [
    await driver.countActives(wire, 'ppp', signal),
    await driver.countActives(wire, 'hotspot', signal),
  ];
  const at = clock.now();
  const bootedAt = at - vitals.uptimeMs;
  const before = entry.figures.bootedAt;
  const rebooted = before !== undefined && bootedAt > before + SAME_START_MS;
  live.vitals = vitals;
  entry.figures = {
    ...entry.figures,
    ...vitalFigures(vitals),
    measuredAt: at,
    lastHeardAt: at,
    latencyMs: Math.round(latencyMs * 10) / 10,
    pppSessions,
    hotspotSessions,
    bootedAt: before !== undefined && Math.abs(bootedAt - before) < SAME_START_MS ? before : bootedAt,
  };
  options.changed();
  const { cpuPercent, memoryPercent } = entry.figures;
  tell({
    type: 'nas.measured',
    at: askedAt,
    latencyMs,
    lossPercent: lossPercent(),
    ...(cpuPercent === undefined ? {} : { cpuPercent }),
    ...(memoryPercent === undefined ? {} : { memoryPercent }),
    ...(rebooted ? { rebooted } : {}),
  });
}

/** The time it takes to answer the cheapest question; a lost one is told as well. */
async function greet(options: NasPollsOptions, signal: AbortSignal): Promise<number> {
  const { driver, wire, clock, tell, lossPercent } = options;
  try {
    await driver.greet(wire, signal);
  } catch (error) {
    if (!(error instanceof NasTrouble) && !signal.aborted)
      tell({ type: 'nas.measured', at: clock.now(), latencyMs: wire.lastAnswerMs, lossPercent: lossPercent() });
    throw error;
  }
  return wire.lastAnswerMs;
}

function vitalFigures({ cpuPercent, memoryUsedBytes, memoryTotalBytes }: NasVitals): NasFigures {
  const memoryPercent =
    memoryUsedBytes === undefined || !memoryTotalBytes
      ? undefined
      : Math.round((100 * memoryUsedBytes) / memoryTotalBytes);
  return {
    ...(cpuPercent === undefined ? {} : { cpuPercent }),
    ...(memoryPercent === undefined ? {} : { memoryPercent }),
  };
}

async function readInterfaces(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  const { driver, wire, clock, live, entry, changed } = options;
  live.putInterfaces(await driver.interfaces(wire, signal), clock.now());
  const uplink = live.interfaces.get(entry.identity?.uplink ?? '');
  if (uplink?.rxBps !== undefined && uplink.txBps !== undefined)
    entry.figures = { ...entry.figures, rxBps: uplink.rxBps, txBps: uplink.txBps };
  changed();
}
