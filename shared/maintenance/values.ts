import { z } from 'zod';
import { AlarmSource } from '../alarm/values.ts';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/**
 * planned: agreed · announced: those concerned have been told · running: alarms in its scope are quiet · overrun: it
 * should be over and something is not back · ended: with a report · cancelled: never began
 */
export const MaintenanceState = z.enum(['planned', 'announced', 'running', 'overrun', 'ended', 'cancelled']);
export type MaintenanceState = z.infer<typeof MaintenanceState>;

/**
 * What a window covers. branch: everything in it · nas: a router · alarmSource: what reports under this name and
 * everything below it (`OLT-1` covers `OLT-1/0/3`). A new kind of equipment adds a member here and registers with the
 * feature.
 */
export const ScopeItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('branch'), id: BranchId }),
  z.object({ kind: z.literal('nas'), id: ActorId }),
  z.object({ kind: z.literal('alarmSource'), name: AlarmSource }),
]);
export type ScopeItem = z.infer<typeof ScopeItem>;

/** Who is told, and how long before it begins. */
export const MaintenanceNotice = z.object({
  beforeMs: z
    .int()
    .min(0)
    .max(30 * 24 * 3_600_000),
  to: z.array(UserId).min(1).max(100),
});
export type MaintenanceNotice = z.infer<typeof MaintenanceNotice>;

export const ToldAbout = z.enum(['announced', 'cancelled', 'ended']);
export type ToldAbout = z.infer<typeof ToldAbout>;

/** A message that left the building, or could not. */
export const ToldPerson = z.object({ userId: UserId, about: ToldAbout, at: Instant, sent: z.boolean() });
export type ToldPerson = z.infer<typeof ToldPerson>;

/** Something with a name of its own that the window covers, as it was when the window began. */
export const AffectedThing = z.object({
  kind: z.string().max(40),
  id: z.string().max(200),
  name: z.string().max(200),
  branchId: BranchId.optional(),
  /** Its alarms come under these names and below them. */
  sources: z.array(z.string().max(200)).max(20),
  wasUp: z.boolean(),
});
export type AffectedThing = z.infer<typeof AffectedThing>;

export const Affected = z.object({ things: z.array(AffectedThing).max(5000), total: z.int().min(0) });
export type Affected = z.infer<typeof Affected>;

/** At the end: what does not work, of what did, and alarms that still stand. */
export const NotBack = z.object({
  kind: z.string().max(40),
  id: z.string().max(200),
  name: z.string().max(200),
  what: z.string().max(2000),
  since: Instant,
  /** It was so already before the window began. */
  before: z.boolean(),
});
export type NotBack = z.infer<typeof NotBack>;

export const EndReport = z.object({
  madeAt: Instant,
  notBack: z.array(NotBack).max(1000),
  /** All of it, when the list above had to be cut. */
  total: z.int().min(0),
  /** Alarms that were quiet during the window. */
  alarmsShelved: z.int().min(0),
});
export type EndReport = z.infer<typeof EndReport>;

export const LONGEST_WINDOW_MS = 30 * 24 * 3_600_000;
/** Nobody ended it: alarms must not be quiet for ever. */
export const LONGEST_OVERRUN_MS = 12 * 3_600_000;
/** Cause of the alarm that a window raises when something is not back at its end. */
export const MAINTENANCE_OVERRUN = 'maintenanceOverrun';
