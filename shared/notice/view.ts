import { z } from 'zod';
import { AlarmSeverity } from '../alarm/values.ts';
import { UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { NoticeChannelName, NoticeState, NoticeSubject } from './values.ts';

/** One notice as people see it: who was told what, when, by which way, and what became of it. */
export const NoticeRow = z.object({
  id: z.uuid(),
  state: NoticeState,
  subject: NoticeSubject,
  title: z.string(),
  severity: AlarmSeverity.optional(),
  userId: UserId.optional(),
  /** Absent for a team. */
  userName: z.string().optional(),
  channel: NoticeChannelName,
  /** What the company calls the webhook. */
  webhookName: z.string().optional(),
  round: z.int().optional(),
  step: z.int().optional(),
  attempts: z.int(),
  requestedAt: Instant,
  deliveredAt: Instant.optional(),
  shownAt: Instant.optional(),
  seenAt: Instant.optional(),
  endedAt: Instant.optional(),
  retryAt: Instant.optional(),
  /** The channel's answer, or why it failed. */
  outcome: z.string().optional(),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** Which notices: about one alarm, or of one person; latest first. */
export const NoticeFilter = z.object({ alarmId: z.uuid().optional(), failedOnly: z.boolean().default(false) });
export type NoticeFilter = z.infer<typeof NoticeFilter>;
