import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { EndCause } from './endCause.ts';

/** How a line comes in, as far as reports show it. */
export const SessionAccess = z.enum(['pppoe', 'hotspot', 'ipoe']);
export type SessionAccess = z.infer<typeof SessionAccess>;

/** One session, as last reported. Octets are from and to the subscriber; rates are those between the last two reports. */
export const SessionRow = z.object({
  id: z.string(),
  subscriptionId: ActorId.optional(),
  username: z.string(),
  nasId: ActorId,
  nasName: z.string().optional(),
  access: SessionAccess.optional(),
  acctSessionId: z.string(),
  ipv4: z.string().optional(),
  ipv6: z.string().optional(),
  ipv6Prefix: z.string().optional(),
  delegatedPrefix: z.string().optional(),
  mac: z.string().optional(),
  calling: z.string().optional(),
  nasPort: z.string().optional(),
  service: z.string().optional(),
  startedAt: Instant,
  heardAt: Instant,
  endedAt: Instant.optional(),
  endCause: EndCause.optional(),
  /** Nothing can be known of it since: its router is not reached. */
  unknownSince: Instant.optional(),
  seconds: z.int(),
  octetsIn: z.number(),
  octetsOut: z.number(),
  inBps: z.number().optional(),
  outBps: z.number().optional(),
  startMissed: z.boolean().optional(),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** latest: the newest first; the others as they say, biggest first where it is a figure. */
export const SessionSort = z.enum(['latest', 'oldest', 'username', 'nas', 'down', 'up', 'downRate', 'heard']);
export type SessionSort = z.infer<typeof SessionSort>;

/** Empty lists mean "any". `text` is looked for in username, addresses, MAC address, port, session id and router. */
export const SessionFilter = z.object({
  text: z.string().trim().max(100).default(''),
  routers: z.array(ActorId).max(50).default([]),
  branches: z.array(BranchId).max(50).default([]),
  access: z.array(SessionAccess).max(3).default([]),
  state: z.enum(['all', 'known', 'unknown']).default('all'),
});
export type SessionFilter = z.infer<typeof SessionFilter>;

/** The one row `counts` of view `sessions.counts`: what is open now. */
export const SessionCounts = z.object({
  open: z.int(),
  unknown: z.int(),
  pppoe: z.int(),
  hotspot: z.int(),
  ipoe: z.int(),
  /** How old the sessions on the screens are: age of the oldest report that is not loaded. */
  lagSeconds: z.number(),
  lagBytes: z.number(),
});
export type SessionCounts = z.infer<typeof SessionCounts>;
