import { z } from 'zod';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { MaintenancePlan } from './commands.ts';
import { EndReport, MaintenanceNotice, MaintenanceState, ScopeItem, ToldAbout } from './values.ts';

/** open: running, then what comes next · past: ended and cancelled, latest first */
export const MaintenanceFilter = z.object({
  when: z.enum(['open', 'past']).default('open'),
  text: z.string().trim().max(100).default(''),
});
export type MaintenanceFilter = z.infer<typeof MaintenanceFilter>;

/** One row of view `maintenance.list`. */
export const MaintenanceRow = z.object({
  id: ActorId,
  title: z.string(),
  state: MaintenanceState,
  branchId: BranchId.optional(),
  branchName: z.string().optional(),
  from: Instant,
  to: Instant,
  /** When it did begin and end. */
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
  ownerId: UserId.optional(),
  ownerName: z.string().optional(),
  /** What it covers, as people call it; at most three names, and how many more. */
  covers: z.array(z.string()),
  coversMore: z.int(),
  affected: z.int().optional(),
  /** Quiet because of it, now. */
  shelved: z.int(),
  notBack: z.int().optional(),
  /** Open windows that touch the same at the same time. */
  conflicts: z.int(),
});
export type MaintenanceRow = z.infer<typeof MaintenanceRow>;

/** Row `window` of view `maintenance`. */
export const MaintenanceDetail = MaintenanceRow.extend({
  reason: z.string(),
  impact: z.string(),
  /** As it was planned, for the form. */
  scope: z.array(ScopeItem),
  scopeNames: z.array(z.string()),
  notices: z.array(MaintenanceNotice),
  plannedAt: Instant,
  plannedByName: z.string().optional(),
  firstTo: Instant,
  overranAt: Instant.optional(),
  outcome: z.string().optional(),
  endedByName: z.string().optional(),
  report: EndReport.optional(),
  told: z.array(z.object({ name: z.string(), about: ToldAbout, at: Instant, sent: z.boolean() })),
  conflicting: z.array(z.object({ id: ActorId, title: z.string(), from: Instant, to: Instant })),
});
export type MaintenanceDetail = z.infer<typeof MaintenanceDetail>;

/** Rows `thing:…` of view `maintenance`: what is affected, with how it is now. */
export const MaintenanceThing = z.object({
  kind: z.string(),
  thingId: z.string(),
  name: z.string(),
  branchName: z.string().optional(),
  wasUp: z.boolean(),
  /** Absent where nobody watches it by itself. */
  up: z.boolean().optional(),
  /** In the words of its feature. */
  state: z.string().optional(),
});
export type MaintenanceThing = z.infer<typeof MaintenanceThing>;

/** `POST /api/maintenance/preview`: what a plan would cover. */
export const MaintenancePreviewRequest = MaintenancePlan.pick({
  branchId: true,
  scope: true,
  from: true,
  to: true,
}).extend({ id: ActorId.optional() });
export type MaintenancePreviewRequest = z.infer<typeof MaintenancePreviewRequest>;

export const MaintenancePreview = z.object({
  things: z.int(),
  byKind: z.array(z.object({ kind: z.string(), count: z.int() })),
  names: z.array(z.string()).max(20),
  alarms: z.int(),
  conflicts: z.array(z.object({ id: ActorId, title: z.string(), from: Instant, to: Instant })),
});
export type MaintenancePreview = z.infer<typeof MaintenancePreview>;

/** `GET /api/maintenance/choices`: what the form offers. */
export const MaintenanceChoices = z.object({
  branches: z.array(z.object({ id: BranchId, name: z.string() })),
  /** Whether the person may plan for the whole company. */
  wholeCompany: z.boolean(),
  things: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string() })).max(5000),
  users: z.array(z.object({ id: UserId, name: z.string() })),
});
export type MaintenanceChoices = z.infer<typeof MaintenanceChoices>;
