import type { Clock } from '#actors/system/clock.ts';
import type { RadiusCounters } from '#shared/nas/radiusTest.ts';
import type { NasSecurity, NasService } from '#shared/nas/values.ts';
import type { NasActive, NasInterface, NasLogLine, NasRate, NasSensor } from '#shared/nas/view.ts';
import type { NasAccount, NasAccountSwitch } from './nasAccounts.ts';
import type { NasFixedLines } from './nasFixedLines.ts';
import type { NasGarden, NasGardenAllowed } from './nasGarden.ts';
import type { NasNames, NasPoolUse } from './nasNames.ts';
import type { NasOnboarding } from './nasOnboarding.ts';
import type { ReportedSession, SessionsThere } from './reportedSession.ts';

/** A command in the words of the router's own interface. */
export interface NasCommand {
  readonly path: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly queries?: readonly string[];
  /** Of a stream: the router answers each second, whatever happens. */
  readonly isSteady?: boolean;
}

export type NasReplyRow = Readonly<Record<string, string>>;

export interface NasAnswer {
  readonly rows: readonly NasReplyRow[];
  /** What the end of the answer carried, such as the id of what was added. */
  readonly done: NasReplyRow;
}

export interface NasRunOptions {
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * A logged-in connection. Everything rejects with NasTrouble when the connection ends, and with NasCommandRefused,
 * NasCommandLate or NasBusy when only the command failed.
 */
export interface NasWire {
  /** SHA-256 of the certificate the router showed; undefined without one. */
  readonly fingerprint: string | undefined;
  /** When the router was heard last. */
  readonly lastHeardAt: number;
  run(command: NasCommand, options?: NasRunOptions): Promise<NasAnswer>;
  /** A command that goes on by itself, until the signal aborts; that resolves it. */
  stream(command: NasCommand, onRow: (row: NasReplyRow) => void, signal: AbortSignal): Promise<void>;
  /** Called once, also when it has ended before. */
  onClosed(listener: (trouble: Error) => void): void;
  close(): void;
}

export interface NasTarget {
  readonly host: string;
  readonly port: number;
  readonly security: NasSecurity;
  readonly fingerprint: string | undefined;
  readonly username: string;
  readonly password: string;
}

export interface OpenNasOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether an address may be connected to at all. */
  readonly mayConnect: (address: string) => boolean;
}

/** Who and what the router is. */
export interface NasIdentity {
  readonly identity: string;
  readonly model: string;
  readonly version: string;
  readonly architecture?: string;
  readonly serial?: string;
  readonly firmware?: string;
  readonly cpuCount?: number;
  /** The interface towards the rest of the network, if the router knows. */
  readonly uplink?: string;
}

export interface NasVitals {
  readonly uptimeMs: number;
  readonly cpuPercent?: number;
  readonly memoryUsedBytes?: number;
  readonly memoryTotalBytes?: number;
  readonly storageFreeBytes?: number;
  readonly storageTotalBytes?: number;
}

/** Counters and state of one interface; rates are computed from two of them. */
export type NasInterfaceReading = Omit<NasInterface, 'rxBps' | 'txBps' | 'measuredAt'>;
export type NasRateReading = Omit<NasRate, 'at'>;
export type NasLogReading = Omit<NasLogLine, 'heardAt'>;
/** `startedAt` is told as how long ago. */
export type NasActiveReading = Omit<NasActive, 'startedAt'> & { readonly id: string; readonly uptimeMs?: number };
/** What a listened-to list says: an entry as it is now, or the id of one that is gone. */
export type NasActiveChange = NasActiveReading | { readonly id: string; readonly gone: true };

/** Bits per second as the customer sees them; 0: not limited. */
export interface SessionRates {
  readonly downBps: number;
  readonly upBps: number;
}

/** A session as its router reported it, or a line that it counts by itself. */
export interface LiveSession {
  /** Of a line with an address of its own: what it is called on the router. */
  readonly username: string;
  readonly access: 'pppoe' | 'hotspot' | 'ipoe' | 'static' | undefined;
}

/** How routers of one vendor are spoken to: pure translations over a wire, and how to open one. */
export interface NasDriver {
  readonly vendor: string;
  /** As people write it. */
  readonly name: string;
  readonly ports: Readonly<Record<NasSecurity, number>>;
  /** Rejects with NasTrouble, or NasStepFailed when the step is known. */
  open(target: NasTarget, options: OpenNasOptions): Promise<NasWire>;
  identify(wire: NasWire, signal: AbortSignal): Promise<NasIdentity>;
  /** The cheapest question there is, to measure the time it takes. */
  greet(wire: NasWire, signal: AbortSignal): Promise<void>;
  vitals(wire: NasWire, signal: AbortSignal): Promise<NasVitals>;
  /** Empty for a router without sensors. */
  sensors(wire: NasWire, signal: AbortSignal): Promise<readonly NasSensor[]>;
  /** Without those that come and go with subscribers. */
  interfaces(wire: NasWire, signal: AbortSignal): Promise<readonly NasInterfaceReading[]>;
  countActives(wire: NasWire, service: NasService, signal: AbortSignal): Promise<number>;
  actives(wire: NasWire, service: NasService, signal: AbortSignal): Promise<readonly NasActiveReading[]>;
  /** Until the signal aborts. */
  followActives(
    wire: NasWire,
    service: NasService,
    onChange: (change: NasActiveChange) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** The last lines first, then each as it is written, until the signal aborts. */
  followLog(wire: NasWire, onLine: (line: NasLogReading) => void, signal: AbortSignal): Promise<void>;
  /** About once a second for each interface, until the signal aborts. */
  followRates(
    wire: NasWire,
    interfaces: readonly string[],
    onRate: (rate: NasRateReading) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** How it is made to work with the product. */
  readonly onboarding: NasOnboarding;
  /** Resolves when the router has taken the command; its connections end. */
  reboot(wire: NasWire, signal: AbortSignal): Promise<void>;
  /** Undefined when there is none of this id. */
  findSession(
    wire: NasWire,
    service: NasService,
    id: string,
    signal: AbortSignal,
  ): Promise<NasActiveReading | undefined>;
  /** What a PPP session is limited to at the moment; undefined when the router does not say. */
  sessionRates(wire: NasWire, username: string, signal: AbortSignal): Promise<SessionRates | undefined>;
  /** Of sessions it has reported: which it has, and which no more. What it can't be asked for is in neither. */
  sessionsThere<S extends ReportedSession>(
    wire: NasWire,
    sessions: readonly S[],
    now: number,
    signal: AbortSignal,
  ): Promise<SessionsThere<S>>;
  /** Who is in its walled garden. */
  gardenMembers(wire: NasWire, signal: AbortSignal): Promise<NasGarden>;
  /** The same, and what they have open to elsewhere from before is ended. */
  clearGarden(wire: NasWire, allowed: NasGardenAllowed, signal: AbortSignal): Promise<NasGarden>;
  /** What it moves, about once a second until the signal aborts; false: nothing counts such a session. */
  followSession(
    wire: NasWire,
    session: LiveSession,
    onRate: (rate: SessionRates) => void,
    clock: Clock,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** The customer's equipment may dial again at once. */
  endSession(wire: NasWire, service: NasService, id: string, signal: AbortSignal): Promise<void>;
  /** Sessions of these names, however many each has. */
  sessionsNamed(
    wire: NasWire,
    service: NasService,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly NasActiveReading[]>;
  /** A guest who is let in without asking because of an earlier visit has to log in again. */
  forgetGuest(wire: NasWire, mac: string, signal: AbortSignal): Promise<void>;
  /** Whom it lets in, or gives an address, by itself; passwords in clear. */
  accounts(wire: NasWire, signal: AbortSignal): Promise<readonly NasAccount[]>;
  /** Which accounts of these names there are, and whether they are switched off. */
  accountSwitches(
    wire: NasWire,
    service: NasService,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly NasAccountSwitch[]>;
  /** Makes the account as `disabled` says. */
  switchAccount(
    wire: NasWire,
    service: NasService,
    account: Pick<NasAccountSwitch, 'id' | 'disabled'>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Lines with an address of their own. */
  readonly fixedLines: NasFixedLines;
  /** What it counted of our RADIUS servers since it started; empty: it has none of ours. */
  radiusCounters(wire: NasWire, signal: AbortSignal): Promise<readonly RadiusCounters[]>;
  /** What a package may name on it. */
  names(wire: NasWire, signal: AbortSignal): Promise<NasNames>;
  /** How much of these IPv4 pools is in use; those it does not have are left out. */
  poolUses(wire: NasWire, names: readonly string[], signal: AbortSignal): Promise<readonly NasPoolUse[]>;
  /** The configuration as text without secrets, those in `known` included; the same text while nothing changes. */
  configuration(wire: NasWire, known: readonly string[], signal: AbortSignal): Promise<string>;
}
