import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { Affected, EndReport, MaintenanceNotice, ScopeItem, ToldPerson } from './values.ts';

/** What a person writes into the form. */
export const MaintenancePlan = z.object({
  title: z.string().trim().min(1, 'Give it a title.').max(120),
  reason: z.string().trim().min(1, 'Say what is done.').max(1000),
  /** What customers will notice, in words that may be passed on. */
  impact: z.string().trim().max(1000),
  /** With it, only what lies in this branch is covered. */
  branchId: BranchId.optional(),
  scope: z.array(ScopeItem).min(1, 'Choose what is covered.').max(200),
  from: Instant,
  to: Instant,
  notices: z.array(MaintenanceNotice).max(5),
});
export type MaintenancePlan = z.infer<typeof MaintenancePlan>;

export const MaintenanceOperatorCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('maintenance.plan'), ...MaintenancePlan.shape }),
  z.object({ type: z.literal('maintenance.change'), ...MaintenancePlan.shape }),
  /** Begins now, before or at its time. */
  z.object({ type: z.literal('maintenance.start') }),
  z.object({ type: z.literal('maintenance.extend'), to: Instant }),
  z.object({ type: z.literal('maintenance.end'), note: z.string().trim().max(1000).optional() }),
  z.object({ type: z.literal('maintenance.cancel'), reason: z.string().trim().min(1).max(1000) }),
  /** From now on the caller is responsible for it. */
  z.object({ type: z.literal('maintenance.take') }),
]);
export type MaintenanceOperatorCommand = z.infer<typeof MaintenanceOperatorCommand>;

/** Everything the actor understands: people, its own deadlines, and what the server found out for it. */
export const MaintenanceCommand = z.discriminatedUnion('type', [
  ...MaintenanceOperatorCommand.options,
  z.object({ type: z.literal('maintenance.noticeDue'), notice: z.int().min(0), due: Instant }),
  z.object({ type: z.literal('maintenance.startDue'), due: Instant }),
  z.object({ type: z.literal('maintenance.endDue'), due: Instant }),
  z.object({ type: z.literal('maintenance.closeDue'), due: Instant }),
  z.object({ type: z.literal('maintenance.told'), persons: z.array(ToldPerson).min(1).max(100) }),
  z.object({ type: z.literal('maintenance.resolve'), affected: Affected }),
  z.object({ type: z.literal('maintenance.report'), report: EndReport }),
]);
export type MaintenanceCommand = z.infer<typeof MaintenanceCommand>;
