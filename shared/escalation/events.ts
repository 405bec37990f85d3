import { z } from 'zod';
import { AlarmSeverity } from '../alarm/values.ts';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { Told } from './commands.ts';
import { EscalationEnd } from './values.ts';

/** Facts about the escalation of an alarm; its id is the alarm's. */
export const EscalationEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('escalation.started'),
    episode: z.int(),
    severity: AlarmSeverity,
    branchId: BranchId.optional(),
    policyId: z.uuid(),
  }),
  /** It is time to tell those whom the step names. */
  z.object({
    type: z.literal('escalation.stepReached'),
    episode: z.int(),
    round: z.int().min(0),
    step: z.int().min(0),
  }),
  z.object({
    type: z.literal('escalation.notified'),
    round: z.int().min(0),
    step: z.int().min(0),
    told: z.array(Told),
    unreachable: z.array(UserId),
  }),
  /** The step names nobody who could be told: a gap in the rota, a role without people, people without devices. */
  z.object({
    type: z.literal('escalation.nobodyFound'),
    round: z.int().min(0),
    step: z.int().min(0),
    unreachable: z.array(UserId),
  }),
  z.object({
    type: z.literal('escalation.hastened'),
    round: z.int().min(0),
    step: z.int().min(0),
  }),
  z.object({ type: z.literal('escalation.quieted'), until: Instant }),
  z.object({ type: z.literal('escalation.held') }),
  z.object({ type: z.literal('escalation.resumed') }),
  z.object({ type: z.literal('escalation.ended'), why: EscalationEnd }),
]);
export type EscalationEvent = z.infer<typeof EscalationEvent>;

/** Present version of each event's shape; older ones on disk are brought up by upcasters when read. */
export const ESCALATION_EVENT_VERSIONS = {
  'escalation.started': 1,
  'escalation.stepReached': 1,
  'escalation.notified': 1,
  'escalation.nobodyFound': 1,
  'escalation.hastened': 1,
  'escalation.quieted': 1,
  'escalation.held': 1,
  'escalation.resumed': 1,
  'escalation.ended': 1,
} as const satisfies Record<EscalationEvent['type'], number>;
