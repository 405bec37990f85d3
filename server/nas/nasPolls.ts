import type { NasFact } from '#actors/nas/nasFacts.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../platform/actors/pause.ts';
import type { BudgetedWire } from './budgetedWire.ts';
import type { NasEntry, NasFigures } from './nasEntry.ts';
import type { NasLive } from './nasLive.ts';
import type { NasDriver, NasVitals } from './vendors/nasDriver.ts';

export interface NasPollsOptions {
  readonly driver: NasDriver;
  /** For each of the two hands its own, because it remembers how long the last answer took. */
  readonly wire: () => BudgetedWire;
  readonly clock: Clock;
  readonly entry: NasEntry;
  readonly live: NasLive;
  readonly lossPercent: () => number;
  /** The entry has other figures. */
  readonly changed: () => void;
  readonly tell: (fact: NasFact) => void;
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
  /** How long it takes to answer; sooner after an answer that was slow or lost. */
  readonly pulseMs: number;
  readonly vitalsMs: number;
  readonly sensorsMs: number;
  readonly interfacesMs: number;
  readonly watchedInterfacesMs: number;
  readonly identityMs: number;
}

export const nasPace: NasPace = {
  pulseMs: 5_000,
  vitalsMs: 10_000,
  sensorsMs: 30_000,
  interfacesMs: 20_000,
  watchedInterfacesMs: 5_000,
  identityMs: 300_000,
};

const SLOW_PULSE_MS = 1_000;
/** Uptimes are whole seconds, and answers take their time: starts closer than this are the same. */
const SAME_START_MS = 15_000;

/** Asks a connected router, with two hands, until the signal aborts. Rejects with NasTrouble. */
export async function pollNas(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  await Promise.all([feelPulse(options, signal), askQuestions(options, signal)]);
}

/** By itself, so that long answers to other questions don't hide that the router has become slow. */
async function feelPulse(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  const { driver, clock, entry, lossPercent, changed, tell, pace } = options;
  const wire = options.wire();
  while (!signal.aborted) {
    const answered = await attempt(options, 'pulse', () => driver.greet(wire, signal), signal);
    const at = clock.now();
    const latencyMs = wire.lastAnswerMs;
    if (answered) entry.figures = { ...entry.figures, lastHeardAt: at, latencyMs: Math.round(latencyMs * 10) / 10 };
    changed();
    tell({ type: 'nas.measured', at, latencyMs, lossPercent: lossPercent(), ...load(options) });
    const quickly = !answered || latencyMs >= SLOW_PULSE_MS;
    await pause(clock, quickly ? Math.min(SLOW_PULSE_MS, pace.pulseMs) : pace.pulseMs, signal).catch(() => undefined);
  }
}

function load({ entry, live }: NasPollsOptions): { cpuPercent?: number; memoryPercent?: number } {
  const { memoryPercent } = entry.figures;
  const { recentCpu } = live;
  return {
    ...(recentCpu.length === 0 ? {} : { cpuPercent: recentCpu.reduce((sum, one) => sum + one, 0) / recentCpu.length }),
    ...(memoryPercent === undefined ? {} : { memoryPercent }),
  };
}

async function askQuestions(options: NasPollsOptions, signal: AbortSignal): Promise<void> {
  const { clock, pace, watched } = options;
  const wire = options.wire();
  const due = { identity: 0, vitals: 0, sensors: 0, interfaces: 0 };
  const questions = {
    identity: identify,
    vitals: readVitals,
    sensors: readSensors,
    interfaces: readInterfaces,
  } as const;
  const everyMs = {
    identity: pace.identityMs,
    vitals: pace.vitalsMs,
    sensors: pace.sensorsMs,
    interfaces: pace.interfacesMs,
  };
  while (!signal.aborted) {
    for (const what of ['vitals', 'identity', 'interfaces', 'sensors'] as const) {
      if (due[what] > clock.now()) continue;
      due[what] = clock.now() + everyMs[what];
      await attempt(options, what, () => questions[what](options, wire, signal), signal);
    }
    if (watched()) due.interfaces = Math.min(due.interfaces, clock.now() + pace.watchedInterfacesMs);
    // In short steps, so that somebody who begins to watch need not wait for the next round.
    const nextMs = Math.min(...Object.values(due)) - clock.now();
    await pause(clock, Math.min(1_000, Math.max(50, nextMs)), signal).catch(() => undefined);
  }
}

/** Whether it was answered. */
async function attempt(
  { trouble }: NasPollsOptions,
  what: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (signal.aborted || error instanceof NasTrouble) throw error;
    trouble(what, error);
    return false;
  }
}

async function identify(
  { driver, entry, changed }: NasPollsOptions,
  wire: BudgetedWire,
  signal: AbortSignal,
): Promise<void> {
  entry.identity = await driver.identify(wire, signal);
  changed();
}

async function readSensors(
  { driver, entry, live, changed }: NasPollsOptions,
  wire: BudgetedWire,
  signal: AbortSignal,
): Promise<void> {
  live.sensors = (await driver.sensors(wire, signal)).slice(0, 64);
  const degrees = live.sensors.filter(({ unit }) => unit === '°C').map(({ value }) => value);
  if (degrees.length > 0) entry.figures = { ...entry.figures, temperatureC: Math.max(...degrees) };
  changed();
}

async function readVitals(
  { driver, clock, entry, live, changed, tell }: NasPollsOptions,
  wire: BudgetedWire,
  signal: AbortSignal,
): Promise<void> {
  const vitals = await driver.vitals(wire, signal);
  const pppSessions = await driver.countActives(wire, 'ppp', signal);
  const hotspotSessions = await driver.countActives(wire, 'hotspot', signal);
  const at = clock.now();
  const bootedAt = at - vitals.uptimeMs;
  const before = entry.figures.bootedAt;
  live.putVitals(vitals);
  entry.figures = {
    ...entry.figures,
    ...vitalFigures(vitals),
    measuredAt: at,
    lastHeardAt: at,
    pppSessions,
    hotspotSessions,
    bootedAt: before !== undefined && Math.abs(bootedAt - before) < SAME_START_MS ? before : bootedAt,
  };
  changed();
  if (before !== undefined && bootedAt > before + SAME_START_MS) tell({ type: 'nas.rebooted', at });
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

async function readInterfaces(
  { driver, clock, live, entry, changed, measured }: NasPollsOptions,
  wire: BudgetedWire,
  signal: AbortSignal,
): Promise<void> {
  const readings = await driver.interfaces(wire, signal);
  const at = clock.now();
  live.putInterfaces(readings, at);
  const uplink = live.interfaces.get(entry.identity?.uplink ?? '');
  if (uplink?.rxBps !== undefined && uplink.txBps !== undefined)
    entry.figures = { ...entry.figures, rxBps: uplink.rxBps, txBps: uplink.txBps };
  changed();
  measured(at);
}
