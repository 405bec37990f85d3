import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { AlarmCause, AlarmComment, AlarmSeverity, AlarmSource } from './values.ts';

const raise = z.object({
  type: z.literal('alarm.raise'),
  source: AlarmSource,
  cause: AlarmCause,
  severity: AlarmSeverity,
  /** What the source says, for people. */
  text: z.string().max(2000),
  branchId: BranchId.optional(),
  /** How many reports this stands for; reports that wait together are joined. */
  occurrences: z.int().min(1).default(1),
});

const clear = z.object({ type: z.literal('alarm.clear'), reason: z.string().max(500).optional() });

/** What people may ask; the actor learns from the envelope who asks. */
export const AlarmOperatorCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alarm.acknowledge') }),
  z.object({ type: z.literal('alarm.claim') }),
  /** Takes the claim from whoever holds it; the event names both. */
  z.object({ type: z.literal('alarm.take') }),
  z.object({ type: z.literal('alarm.release') }),
  z.object({ type: z.literal('alarm.shelve'), until: Instant, reason: z.string().trim().min(1).max(500) }),
  z.object({ type: z.literal('alarm.unshelve') }),
  z.object({ type: z.literal('alarm.comment'), text: AlarmComment }),
  clear,
]);
export type AlarmOperatorCommand = z.infer<typeof AlarmOperatorCommand>;

/** Everything the actor understands: people, sources, and its own deadlines. */
export const AlarmCommand = z.discriminatedUnion('type', [
  ...AlarmOperatorCommand.options,
  raise,
  z.object({ type: z.literal('alarm.shelvingExpired'), due: Instant }),
  /** Shelved by a maintenance window; an alarm that a person has shelved stays as it is. */
  z.object({ type: z.literal('alarm.suppress'), maintenanceId: ActorId, until: Instant, reason: z.string().max(500) }),
  /** The window is over. What it has not shelved stays as it is. */
  z.object({ type: z.literal('alarm.lift'), maintenanceId: ActorId }),
]);
export type AlarmCommand = z.infer<typeof AlarmCommand>;
