import { z } from 'zod';
import { AlarmSeverity } from '../alarm/values.ts';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { NoticeRoute, NoticeSubject } from './values.ts';

const words = z.string().max(500);

/** Everything a notice understands. None is for people to send: they open a notice through its own route. */
export const NoticeCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('notice.send'),
    subject: NoticeSubject,
    /** Absent: for a team behind a webhook, not for one person. */
    userId: UserId.optional(),
    /** Tried in this order until one has taken it. */
    routes: z.array(NoticeRoute).min(1).max(6),
    title: z.string().min(1).max(200),
    text: z.string().max(1000),
    severity: AlarmSeverity.optional(),
    branchId: BranchId.optional(),
    /** Of the escalation that asked for it. */
    round: z.int().min(0).optional(),
    step: z.int().min(0).optional(),
  }),
  z.object({ type: z.literal('notice.accept'), attempt: z.int().min(1), proof: words }),
  z.object({ type: z.literal('notice.fail'), attempt: z.int().min(1), why: words, retry: z.boolean() }),
  /** The device has shown it. */
  z.object({ type: z.literal('notice.show') }),
  z.object({ type: z.literal('notice.open') }),
  z.object({ type: z.literal('notice.cancel') }),
  z.object({ type: z.literal('notice.retryDue'), due: Instant }),
  z.object({ type: z.literal('notice.leaseDue'), due: Instant }),
]);
export type NoticeCommand = z.infer<typeof NoticeCommand>;
