import { z } from 'zod';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { NoticeRoute, NoticeSubject } from './values.ts';

/** Facts about a notice. Whom it is for is an id; addresses and what it says are never in the log. */
export const NoticeEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('notice.requested'),
    subject: NoticeSubject,
    userId: UserId.optional(),
    routes: z.array(NoticeRoute),
    branchId: BranchId.optional(),
    round: z.int().optional(),
    step: z.int().optional(),
  }),
  /** From here on the channel is being asked; whoever owns the actor sends. */
  z.object({ type: z.literal('notice.attempted'), attempt: z.int().min(1), route: NoticeRoute }),
  z.object({
    type: z.literal('notice.attemptFailed'),
    attempt: z.int().min(1),
    route: NoticeRoute,
    why: z.string(),
    /** Absent: this way is not tried again. */
    retryAt: Instant.optional(),
  }),
  z.object({ type: z.literal('notice.delivered'), attempt: z.int().min(1), route: NoticeRoute, proof: z.string() }),
  z.object({ type: z.literal('notice.shown') }),
  z.object({ type: z.literal('notice.seen') }),
  z.object({ type: z.literal('notice.failed'), why: z.string() }),
  /** While it is being sent: it is not tried again. */
  z.object({ type: z.literal('notice.calledOff') }),
  z.object({ type: z.literal('notice.cancelled') }),
]);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** Present version of each event's shape; older ones on disk are brought up by upcasters when read. */
export const NOTICE_EVENT_VERSIONS = {
  'notice.requested': 1,
  'notice.attempted': 1,
  'notice.attemptFailed': 1,
  'notice.delivered': 1,
  'notice.shown': 1,
  'notice.seen': 1,
  'notice.failed': 1,
  'notice.calledOff': 1,
  'notice.cancelled': 1,
} as const satisfies Record<NoticeEvent['type'], number>;
