import { z } from 'zod';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { AlarmCause, AlarmComment, AlarmSeverity, AlarmSource } from './values.ts';

/**
 * Facts about an alarm. Who did it, when and why are columns of the event record, not data.
 * A change of shape raises the version in {@link ALARM_EVENT_VERSIONS} and adds an upcaster in upcasters.ts.
 */
export const AlarmEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('alarm.raised'),
    source: AlarmSource,
    cause: AlarmCause,
    severity: AlarmSeverity,
    text: z.string(),
    branchId: BranchId.optional(),
    /** 1 for the first time this cause stands, counting each time it returns after having been cleared. */
    episode: z.int().min(1),
    occurrences: z.int().min(1),
  }),
  z.object({ type: z.literal('alarm.repeated'), occurrences: z.int().min(1) }),
  z.object({ type: z.literal('alarm.severityChanged'), from: AlarmSeverity, to: AlarmSeverity }),
  z.object({ type: z.literal('alarm.acknowledged') }),
  z.object({ type: z.literal('alarm.claimed') }),
  z.object({ type: z.literal('alarm.taken'), from: UserId }),
  z.object({ type: z.literal('alarm.released') }),
  z.object({
    type: z.literal('alarm.shelved'),
    until: Instant,
    reason: z.string(),
    /** The window that shelved it; absent when a person did. */
    maintenanceId: ActorId.optional(),
  }),
  z.object({ type: z.literal('alarm.unshelved'), maintenanceId: ActorId.optional() }),
  z.object({ type: z.literal('alarm.shelvingExpired') }),
  z.object({ type: z.literal('alarm.commented'), text: AlarmComment }),
  z.object({ type: z.literal('alarm.cleared'), reason: z.string().optional() }),
]);
export type AlarmEvent = z.infer<typeof AlarmEvent>;
