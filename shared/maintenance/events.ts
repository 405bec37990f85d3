import { z } from 'zod';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { MaintenanceNotice, ScopeItem, ToldPerson } from './values.ts';

const plan = {
  title: z.string(),
  branchId: BranchId.optional(),
  scope: z.array(ScopeItem),
  from: Instant,
  to: Instant,
  notices: z.array(MaintenanceNotice),
};

/** Facts about a window. Lists that may be long (what was affected, the report) are its columns, not its events. */
export const MaintenanceEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('maintenance.planned'), ...plan }),
  z.object({ type: z.literal('maintenance.changed'), ...plan }),
  z.object({ type: z.literal('maintenance.announced'), notice: z.int(), to: z.array(UserId) }),
  z.object({ type: z.literal('maintenance.told'), persons: z.array(ToldPerson) }),
  z.object({ type: z.literal('maintenance.started'), early: z.boolean(), to: Instant }),
  z.object({ type: z.literal('maintenance.resolved'), total: z.int() }),
  z.object({ type: z.literal('maintenance.extended'), from: Instant, to: Instant }),
  z.object({ type: z.literal('maintenance.overran') }),
  z.object({ type: z.literal('maintenance.taken'), from: UserId.optional() }),
  z.object({
    type: z.literal('maintenance.ended'),
    note: z.string().optional(),
    /** Past the planned end; 0 when it was not. */
    overMs: z.int().min(0),
  }),
  z.object({ type: z.literal('maintenance.reported'), notBack: z.int(), alarmsShelved: z.int() }),
  z.object({ type: z.literal('maintenance.cancelled'), reason: z.string() }),
]);
export type MaintenanceEvent = z.infer<typeof MaintenanceEvent>;

/** Present version of each event's shape. */
export const MAINTENANCE_EVENT_VERSIONS = {
  'maintenance.planned': 1,
  'maintenance.changed': 1,
  'maintenance.announced': 1,
  'maintenance.told': 1,
  'maintenance.started': 1,
  'maintenance.resolved': 1,
  'maintenance.extended': 1,
  'maintenance.overran': 1,
  'maintenance.taken': 1,
  'maintenance.ended': 1,
  'maintenance.reported': 1,
  'maintenance.cancelled': 1,
} as const satisfies Record<MaintenanceEvent['type'], number>;
