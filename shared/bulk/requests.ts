import { z } from 'zod';
import { Reason } from '../subscription/values.ts';
import { SubscriptionFilter } from '../subscription/view.ts';
import { ActorId } from '../values/ids.ts';
import { ImportSettings } from './importSettings.ts';

/** `POST /api/bulk/imports?name=…` (permission `bulk.import`): the body is the file; 201 with {@link BulkMade}. */
export const ImportUploadQuery = z.object({ name: z.string().trim().min(1).max(200) });

export const BulkMade = z.object({ id: ActorId, number: z.int() });

/** `PUT /api/bulk/jobs/:id/settings`: the dry run begins anew. */
export const CheckImport = z.object({ settings: ImportSettings });

/** What can be done to many lines at once, each with the permission of its name. */
export const BulkAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('changePackage'), packageId: ActorId, when: z.enum(['now', 'nextCycle']) }),
  z.object({ act: z.literal('suspend') }),
  z.object({ act: z.literal('resume') }),
  z.object({ act: z.literal('extend'), days: z.int().min(1, 'At least one day.').max(365, 'At most a year.') }),
]);
export type BulkAct = z.infer<typeof BulkAct>;

/**
 * Lines by name, or all that fit what a list shows. By who is online: as it is when the job is made, however long it takes.
 */
export const BulkSelection = z.union([
  z.object({ ids: z.array(ActorId).min(1).max(10_000) }),
  z.object({ filter: SubscriptionFilter }),
]);
export type BulkSelection = z.infer<typeof BulkSelection>;

/** `POST /api/bulk/acts` (permission `bulk.act`): makes the preview; 201 with {@link BulkMade}. Nothing is changed yet. */
export const NewBulkAct = z.object({ act: BulkAct, selection: BulkSelection, reason: Reason.optional() });
export type NewBulkAct = z.infer<typeof NewBulkAct>;

/** `POST /api/bulk/jobs/:id/start`: 200, or 202 with ApprovalNeeded when a second person has to agree. */
export const StartBulk = z.object({ reason: Reason.optional() });

/** `GET` and `PUT /api/bulk/brake` (permission `bulk.brake`). */
export const BrakeRules = z.object({
  /** More than so many lines within ten minutes need a second person. */
  mostLines: z.int().min(1).max(1_000_000),
  /** Or more than this part of a router's sessions, or of the company's lines. */
  mostPercent: z.int().min(1).max(100),
  /** No line is cut by anything that runs by itself. */
  held: z.boolean(),
});
export type BrakeRules = z.infer<typeof BrakeRules>;
export const defaultBrakeRules: BrakeRules = { mostLines: 50, mostPercent: 10, held: false };

/** `GET /api/bulk/export/…` */
export const ExportFormat = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;
