import { z } from 'zod';
import { AlarmSeverity } from '../alarm/values.ts';
import { NoticeRoute } from '../notice/values.ts';
import { EscalationPlan } from '../onCall/policy.ts';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { EscalationEnd } from './values.ts';

/** Who was told by a step, and by which notice. */
export const Told = z.object({ noticeId: z.uuid(), userId: UserId.optional(), routes: z.array(NoticeRoute).min(1) });
export type Told = z.infer<typeof Told>;

/** Everything an escalation understands; people act on the alarm, not on its escalation. */
export const EscalationCommand = z.discriminatedUnion('type', [
  /** The alarm stands unseen. Another episode or another plan begins anew; the same again changes nothing. */
  z.object({
    type: z.literal('escalation.start'),
    episode: z.int().min(1),
    severity: AlarmSeverity,
    branchId: BranchId.optional(),
    raisedAt: Instant,
    policyId: z.uuid(),
    plan: EscalationPlan,
  }),
  z.object({ type: z.literal('escalation.hold') }),
  z.object({ type: z.literal('escalation.end'), why: EscalationEnd }),
  /** What came of a step: who is being told. Nobody: the next step of the round comes at once. */
  z.object({
    type: z.literal('escalation.report'),
    episode: z.int().min(1),
    round: z.int().min(0),
    step: z.int().min(0),
    told: z.array(Told).max(500),
    /** Named by the step, but without a way that works. */
    unreachable: z.array(UserId).max(500).default([]),
  }),
  /** None of the step’s notices arrived; the next step of the round comes at once. */
  z.object({ type: z.literal('escalation.hasten'), round: z.int().min(0), step: z.int().min(0) }),
  z.object({ type: z.literal('escalation.stepDue'), due: Instant }),
]);
export type EscalationCommand = z.infer<typeof EscalationCommand>;
