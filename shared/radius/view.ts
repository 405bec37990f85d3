import { z } from 'zod';
import { Instant } from '../values/time.ts';

const PerSecond = z.number();
const Reason = z.object({ reason: z.string(), perSecond: PerSecond, total: z.number() });

/** Row `server` of view `radiusHealth`: the RADIUS process, over all companies of this installation. */
export const RadiusServerRow = z.object({
  /** off: switched off here · starting: it is loaded with what it has to know */
  state: z.enum(['up', 'starting', 'down', 'off']),
  pid: z.int().optional(),
  startedAt: Instant.optional(),
  authenticationPort: z.int().optional(),
  accountingPort: z.int().optional(),
  measuredAt: Instant.optional(),
  /** Over the last five seconds. */
  authentication: PerSecond.optional(),
  accounting: PerSecond.optional(),
  accepts: PerSecond.optional(),
  rejects: PerSecond.optional(),
  drops: PerSecond.optional(),
  duplicates: PerSecond.optional(),
  /** From receipt to answer of the last second, ms. */
  p50: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
  worst: z.number().optional(),
  sessions: z.int().optional(),
  subscriptions: z.int().optional(),
  memoryBytes: z.number().optional(),
  journalFreeBytes: z.number().optional(),
  journalFull: z.boolean().optional(),
  /** Accounting that is safe on the disk and not in the database yet. */
  journalLagBytes: z.number().optional(),
  journalLagSeconds: z.number().optional(),
  /** How long the oldest change has been on its way to the process. */
  feedLagMs: z.number().optional(),
  /** Changes of running sessions that wait for their turn at a router. */
  changesWaiting: z.int().optional(),
  rejectReasons: z.array(Reason),
  dropReasons: z.array(Reason),
});
export type RadiusServerRow = z.infer<typeof RadiusServerRow>;

/** Rows `nas:<id>`. */
export const RadiusNasRow = z.object({
  id: z.string(),
  name: z.string(),
  requests: PerSecond,
  accepts: PerSecond,
  rejects: PerSecond,
  drops: PerSecond,
  sessions: z.int(),
  lastAt: Instant.optional(),
});
export type RadiusNasRow = z.infer<typeof RadiusNasRow>;

/** Rows `pool:<number>`. */
export const RadiusPoolRow = z.object({ name: z.string(), size: z.int(), used: z.int() });
export type RadiusPoolRow = z.infer<typeof RadiusPoolRow>;

/** Rows `stranger:<address>`: sends, and no router is registered with this source. */
export const RadiusStrangerRow = z.object({ address: z.string(), packets: z.number(), lastAt: Instant });
export type RadiusStrangerRow = z.infer<typeof RadiusStrangerRow>;
