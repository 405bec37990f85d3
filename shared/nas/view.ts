import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { Fingerprint, NasService, NasState } from './values.ts';

/** One row of view `nas.list`. What is not known (any more) is absent; figures are as old as `measuredAt` says. */
export const NasRow = z.object({
  id: ActorId,
  name: z.string(),
  branchId: BranchId.optional(),
  branchName: z.string().optional(),
  site: z.string().optional(),
  address: z.string(),
  vendor: z.string(),
  /** The vendor as people write it. */
  vendorName: z.string(),
  model: z.string().optional(),
  /** Of the router's software. */
  version: z.string().optional(),
  /** What the router calls itself. */
  identity: z.string().optional(),
  state: NasState,
  /** Since when it is in this state. */
  since: Instant,
  /** Nothing is known of it since; absent while it answers. Its sessions are unknown since then as well, not ended. */
  unknownSince: Instant.optional(),
  /** The last word from it, whatever it was. Moves in steps of some seconds while all is well. */
  lastHeardAt: Instant.optional(),
  /** When the figures below were read. */
  measuredAt: Instant.optional(),
  latencyMs: z.number().optional(),
  cpuPercent: z.number().optional(),
  memoryPercent: z.number().optional(),
  temperatureC: z.number().optional(),
  pppSessions: z.int().optional(),
  hotspotSessions: z.int().optional(),
  /** Over all ports that carry traffic outwards; bits per second. */
  rxBps: z.number().optional(),
  txBps: z.number().optional(),
  /** Its last start, as its own uptime tells. */
  bootedAt: Instant.optional(),
  /** Why it is not up, in plain words. */
  error: z.string().optional(),
});
export type NasRow = z.infer<typeof NasRow>;

/** trouble: worst state first, within it the latest; the others as they say, biggest first where it is a figure. */
export const NasSort = z.enum(['trouble', 'name', 'branch', 'since', 'sessions', 'cpu', 'latency', 'traffic']);
export type NasSort = z.infer<typeof NasSort>;

/** Empty lists mean "any". `text` is looked for in name, identity, address, site, branch, model and version. */
export const NasFilter = z.object({
  text: z.string().trim().max(100).default(''),
  states: z.array(NasState).max(8).default([]),
  branches: z.array(BranchId).max(50).default([]),
});
export type NasFilter = z.infer<typeof NasFilter>;

/** The one row `counts` of view `nas.counts`: what is registered and not archived, by state. */
export const NasCounts = z.object({
  total: z.int(),
  up: z.int(),
  degraded: z.int(),
  down: z.int(),
  authFailed: z.int(),
  untrusted: z.int(),
  connecting: z.int(),
  maintenance: z.int(),
  unknown: z.int(),
  /** Down, authFailed, untrusted and degraded: what somebody should look at. */
  needSomeone: z.int(),
  pppSessions: z.int(),
  hotspotSessions: z.int(),
});
export type NasCounts = z.infer<typeof NasCounts>;

/** One row of view `nas.map`: routers whose place is known. */
export const NasPlace = z.object({
  id: ActorId,
  name: z.string(),
  branchName: z.string().optional(),
  site: z.string().optional(),
  latitude: z.number(),
  longitude: z.number(),
  state: NasState,
  since: Instant,
  sessions: z.int().optional(),
});
export type NasPlace = z.infer<typeof NasPlace>;

export const NasSensor = z.object({ name: z.string(), value: z.number(), unit: z.string() });
export type NasSensor = z.infer<typeof NasSensor>;

/** Row `router` of view `nas`: what the list shows of it and what only its page needs. */
export const NasDetail = NasRow.extend({
  recordVersion: z.int(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  notes: z.string().optional(),
  fingerprint: Fingerprint.optional(),
  architecture: z.string().optional(),
  serial: z.string().optional(),
  firmware: z.string().optional(),
  cpuCount: z.int().optional(),
  memoryUsedBytes: z.number().optional(),
  memoryTotalBytes: z.number().optional(),
  storageFreeBytes: z.number().optional(),
  storageTotalBytes: z.number().optional(),
  sensors: z.array(NasSensor).max(64),
  /** Reboots seen since the product watches it. */
  reboots: z.int(),
  connectedAt: Instant.optional(),
  /** Attempts since the connection was lost. */
  attempts: z.int(),
  nextAttemptAt: Instant.optional(),
  /** Waiting longer than usual, because it failed for long. */
  resting: z.boolean(),
  /** Of what was asked in the last minute, the share that was not answered in time. */
  lossPercent: z.number().optional(),
  /** What the product asks of it now, and the most it may. */
  commandsPerSecond: z.number(),
  mostCommandsPerSecond: z.int(),
  /** Commands that wait for their share of it. */
  inFlight: z.int(),
  viewers: z.int(),
});
export type NasDetail = z.infer<typeof NasDetail>;

/** Rows `interface:<name>` of view `nas`. Rates are means between two polls; view `nas.rates` has them every second. */
export const NasInterface = z.object({
  name: z.string(),
  type: z.string(),
  running: z.boolean(),
  disabled: z.boolean(),
  comment: z.string().optional(),
  mac: z.string().optional(),
  mtu: z.int().optional(),
  rxBps: z.number().optional(),
  txBps: z.number().optional(),
  rxBytes: z.number().optional(),
  txBytes: z.number().optional(),
  rxErrors: z.number().optional(),
  txErrors: z.number().optional(),
  linkDowns: z.int().optional(),
  measuredAt: Instant,
});
export type NasInterface = z.infer<typeof NasInterface>;

/** Rows `log:<n>` of view `nas`, oldest first, the last 200. Secrets are taken out before they come here. */
export const NasLogLine = z.object({
  heardAt: Instant,
  /** As the router writes it, in its own zone. */
  time: z.string(),
  topics: z.array(z.string()).max(16),
  severity: z.enum(['critical', 'error', 'warning', 'info', 'debug']),
  message: z.string(),
});
export type NasLogLine = z.infer<typeof NasLogLine>;

/** One row of view `nas.actives`: who is connected through the router, as it says itself. Id is the router's own. */
export const NasActive = z.object({
  service: NasService,
  name: z.string(),
  /** pppoe, l2tp, … or the hotspot server's name. */
  via: z.string().optional(),
  mac: z.string().optional(),
  address: z.string().optional(),
  startedAt: Instant.optional(),
  /** Let in by RADIUS rather than by the router's own list. */
  radius: z.boolean(),
  comment: z.string().optional(),
});
export type NasActive = z.infer<typeof NasActive>;

/** One row of view `nas.rates`, id = interface name; measured every second while somebody looks. */
export const NasRate = z.object({
  name: z.string(),
  at: Instant,
  rxBps: z.number(),
  txBps: z.number(),
  rxPps: z.number().optional(),
  txPps: z.number().optional(),
});
export type NasRate = z.infer<typeof NasRate>;
