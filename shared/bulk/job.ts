import { z } from 'zod';
import { SubscriptionFilter } from '../subscription/view.ts';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { ImportFormat, ImportSettings } from './importSettings.ts';
import { BulkAct } from './requests.ts';
import { BulkKind, BulkPlan, BulkProblem, BulkRowState, BulkState } from './values.ts';

export const BulkCounts = z.object({
  pending: z.int(),
  done: z.int(),
  failed: z.int(),
  skipped: z.int(),
  undone: z.int(),
  kept: z.int(),
  warnings: z.int(),
});
export type BulkCounts = z.infer<typeof BulkCounts>;

/** Row of view `bulk.jobs`, latest first. */
export const BulkJobRow = z.object({
  number: z.int(),
  kind: BulkKind,
  state: BulkState,
  /** The name of the file, or the act. */
  title: z.string(),
  counts: BulkCounts,
  createdByName: z.string(),
  createdAt: Instant,
  endedAt: Instant.optional(),
});
export type BulkJobRow = z.infer<typeof BulkJobRow>;

/** What the dry run or the preview found. */
export const BulkSummary = z.object({
  newCustomers: z.int(),
  newLines: z.int(),
  /** Of a known system, besides customers and lines. */
  newObjects: z
    .object({ routers: z.int(), pools: z.int(), packages: z.int(), vouchers: z.int(), usage: z.int() })
    .optional(),
  changes: z.int(),
  nothing: z.int(),
  errors: z.int(),
  warnings: z.int(),
  /** How often each thing was found. */
  problems: z.array(
    z.object({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string(), count: z.int() }),
  ),
  /** Names of packages in the file that are no package here. */
  unknownPackages: z.array(z.object({ name: z.string(), count: z.int() })),
});
export type BulkSummary = z.infer<typeof BulkSummary>;

/** What stands in the way of cutting so many at once. */
export const CutWarning = z.object({
  cuts: z.int(),
  /** Cut by other work within the last ten minutes. */
  before: z.int(),
  mostLines: z.int(),
  mostPercent: z.int(),
  /** Of the company's lines that are served. */
  percent: z.number(),
  /** The router that would lose the largest part of its sessions. */
  worstNas: z.object({ id: ActorId, name: z.string(), lines: z.int(), of: z.int() }).optional(),
});
export type CutWarning = z.infer<typeof CutWarning>;

/** Row `job` of view `bulk.job`. */
export const BulkJobDetail = BulkJobRow.extend({
  version: z.int(),
  format: ImportFormat.optional(),
  /** Headings and the first rows of a file, so that its columns can be named. */
  headings: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  settings: ImportSettings.optional(),
  act: BulkAct.optional(),
  /** Which lines were chosen, unless one by one; by who is online: as it was when the job was made. */
  filter: SubscriptionFilter.optional(),
  reason: z.string().optional(),
  summary: BulkSummary.optional(),
  /** What has been looked at so far. */
  looked: z.int(),
  startedAt: Instant.optional(),
  /** While it can be undone. */
  undoUntil: Instant.optional(),
  cutWarning: CutWarning.optional(),
  /** Why it could not go on. */
  trouble: z.string().optional(),
});
export type BulkJobDetail = z.infer<typeof BulkJobDetail>;

/** `GET /api/bulk/jobs/:id/rows` */
export const BulkRowQuery = z.object({
  state: BulkRowState.optional(),
  /** Only rows with problems. */
  problems: z.enum(['true', 'false']).default('false'),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type BulkRowQuery = z.infer<typeof BulkRowQuery>;

export const BulkRow = z.object({
  /** Of the file; of an act, its position. */
  line: z.int(),
  name: z.string(),
  state: BulkRowState,
  plan: BulkPlan,
  problems: z.array(BulkProblem),
  customerId: ActorId.optional(),
  subscriptionId: ActorId.optional(),
});
export type BulkRow = z.infer<typeof BulkRow>;
export const BulkRowPage = z.object({ rows: z.array(BulkRow), total: z.int(), next: z.string().optional() });
export type BulkRowPage = z.infer<typeof BulkRowPage>;
