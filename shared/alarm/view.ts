import { z } from 'zod';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { AlarmSeverity, AlarmState } from './values.ts';

/** One row of the alarm list. Fields a permission class may not see are absent. */
export const AlarmRow = z.object({
  id: ActorId,
  source: z.string(),
  cause: z.string(),
  text: z.string(),
  severity: AlarmSeverity,
  state: AlarmState,
  branchId: BranchId.optional(),
  branchName: z.string().optional(),
  episode: z.int(),
  occurrences: z.int(),
  raisedAt: Instant,
  lastOccurredAt: Instant,
  acknowledgedAt: Instant.optional(),
  acknowledgedBy: UserId.optional(),
  acknowledgedByName: z.string().optional(),
  claimedAt: Instant.optional(),
  claimedBy: UserId.optional(),
  claimedByName: z.string().optional(),
  shelvedUntil: Instant.optional(),
  shelvedReason: z.string().optional(),
  clearedAt: Instant.optional(),
  comments: z.int().min(0),
});
export type AlarmRow = z.infer<typeof AlarmRow>;

export const AlarmSort = z.enum(['severity', 'newest', 'oldest', 'source']);
export type AlarmSort = z.infer<typeof AlarmSort>;

/** Empty lists mean "any"; shelved and cleared alarms are shown only when asked for by state. */
export const AlarmFilter = z.object({
  severities: z.array(AlarmSeverity).max(5).default([]),
  states: z.array(AlarmState).max(5).default([]),
  text: z.string().trim().max(100).default(''),
  mine: z.boolean().default(false),
});
export type AlarmFilter = z.infer<typeof AlarmFilter>;

/** The aggregate every wall and the rail's counters show. */
export const AlarmCounts = z.object({
  critical: z.int(),
  major: z.int(),
  minor: z.int(),
  warning: z.int(),
  indeterminate: z.int(),
  unacknowledged: z.int(),
  claimed: z.int(),
  shelved: z.int(),
  newestRaisedAt: Instant.optional(),
});
export type AlarmCounts = z.infer<typeof AlarmCounts>;

/** One line of an alarm's timeline (view `alarm`), newest last. */
export const AlarmTimelineEntry = z.object({
  position: z.int(),
  type: z.string(),
  at: Instant,
  userName: z.string().optional(),
  text: z.string(),
  cause: z.string().optional(),
});
export type AlarmTimelineEntry = z.infer<typeof AlarmTimelineEntry>;
