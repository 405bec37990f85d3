import { z } from 'zod';
import { DeviceRef } from '../deviceIntent/values.ts';
import { Reason } from '../tenant/administration.ts';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { SessionRow } from './view.ts';

/** `GET /api/subscriptions/:id/sessions`, newest first; `before` is `next` of the page before. */
export const SessionPageQuery = z.object({
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const SessionPage = z.object({ sessions: z.array(SessionRow), next: Instant.optional() });
export type SessionPage = z.infer<typeof SessionPage>;

/** One report of a session as it came; octets are absent when it said nothing. */
export const SessionReport = z.object({
  receivedAt: Instant,
  kind: z.enum(['start', 'interim', 'stop', 'unknown']),
  seconds: z.int(),
  octetsIn: z.number().optional(),
  octetsOut: z.number().optional(),
});
export type SessionReport = z.infer<typeof SessionReport>;

/** At most so many of a session's reports are shown. */
export const MOST_REPORTS = 1000;

/** The line of a session, as it is now. */
export const SessionLine = z.object({ name: z.string(), customer: z.string(), policyVersion: z.number() });
export type SessionLine = z.infer<typeof SessionLine>;

/** `GET /api/sessions/:id`: its last reports, newest first. */
export const SessionDetail = z.object({
  session: SessionRow,
  reports: z.array(SessionReport),
  /** What was asked of its router about it stands in view `deviceIntents` under this. */
  device: DeviceRef,
  /** Of the policy that its router last heard for it. */
  policyVersion: z.number(),
  /** Absent: it is no line's, or that of a voucher. */
  line: SessionLine.optional(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

/**
 * `POST /api/sessions/:id/end` (permission `nas.operate`): 202 with {@link SessionEndAsked}, or with ApprovalNeeded when it
 * is beyond the asker's limit. The same key never acts twice.
 */
export const EndSession = z.object({ key: IdempotencyKey, reason: Reason.optional() });
export const SessionEndAsked = z.object({ intentId: ActorId });
export type SessionEndAsked = z.infer<typeof SessionEndAsked>;

/** `GET /api/subscriptions/:id/usage`: days (of the zone of the router's branch) in which something was used. */
export const UsageQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(31) });
export const UsageDay = z.object({
  day: z.iso.date(),
  octetsIn: z.number(),
  octetsOut: z.number(),
  seconds: z.number(),
});
export type UsageDay = z.infer<typeof UsageDay>;
export const UsageDays = z.object({ days: z.array(UsageDay) });

/** `GET /api/subscriptions/:id/rejects`: refusals, collapsed by hour, newest first. */
export const RejectRow = z.object({
  nasId: ActorId,
  nasName: z.string().optional(),
  username: z.string(),
  mac: z.string().optional(),
  reason: z.string(),
  times: z.int(),
  firstAt: Instant,
  lastAt: Instant,
});
export type RejectRow = z.infer<typeof RejectRow>;
export const Rejects = z.object({ rejects: z.array(RejectRow) });

const Address = z.union([z.ipv4(), z.ipv6()], 'An address like 100.64.3.7 or 2001:db8::7.');

/** `POST /api/sessions/address`: who had an address, itself or in a prefix of theirs, at a time. */
export const AddressQuestion = z.object({
  address: Address,
  at: Instant,
  /** Who asks and under which reference; stands in the audit log. */
  reference: z.string().trim().min(3, 'Say who asks, and under which reference.').max(300, 'At most 300 characters.'),
});
export type AddressQuestion = z.infer<typeof AddressQuestion>;
export const AddressHolder = z.object({
  session: SessionRow,
  /** What it had: the address, or the prefix the address is in. */
  held: z.string(),
  from: Instant,
  /** Absent: it still has it. */
  until: Instant.optional(),
  /** No Stop came: the end is what Lastmile concluded, or the last report. */
  endInferred: z.boolean(),
});
export type AddressHolder = z.infer<typeof AddressHolder>;
export const AddressHolders = z.object({ holders: z.array(AddressHolder) });
