import { z } from 'zod';

/** import: rows of a file become customers and lines · act: one act on many lines */
export const BulkKind = z.enum(['import', 'act']);
export type BulkKind = z.infer<typeof BulkKind>;

/**
 * draft: the file is here, its columns are being named · checking: nothing is changed, every row is looked at · checked:
 * waits to be started · waiting: a second person has to agree · running · held: cuts are held back · done · cancelled:
 * stopped by somebody, what was done stays · failed: could not go on · undoing · undone
 */
export const BulkState = z.enum([
  ...['draft', 'checking', 'checked', 'waiting', 'running', 'held', 'done', 'cancelled', 'failed', 'undoing', 'undone'],
] as const);
export type BulkState = z.infer<typeof BulkState>;

/** States in which a server works on it, now or when it finds it. */
export const workedOn: readonly BulkState[] = ['checking', 'running', 'held', 'undoing'];

/**
 * pending: to be done · done · failed: could not be, see its problems · skipped: nothing to do, or it must not be touched ·
 * undone: as it was before · kept: changed by somebody since, so undoing left it alone
 */
export const BulkRowState = z.enum(['pending', 'done', 'failed', 'skipped', 'undone', 'kept']);
export type BulkRowState = z.infer<typeof BulkRowState>;

/**
 * What a row comes to: a new customer, a line for a customer that is there, a change of a line, or nothing; of a known system
 * also a router, a pool, a package, a batch of vouchers, or the usage of a line before.
 */
export const BulkPlan = z.enum([
  ...['newCustomer', 'newLine', 'change', 'nothing'],
  ...['newRouter', 'newPool', 'newPackage', 'newVouchers', 'usage'],
] as const);
export type BulkPlan = z.infer<typeof BulkPlan>;

/** Something about a row. An error keeps it from being done; a warning does not. */
export const BulkProblem = z.object({
  severity: z.enum(['error', 'warning']),
  /** `bulk/…`, `subscription/…`: words of it stand in the catalogues of screens. */
  code: z.string().max(100),
  message: z.string().max(500),
  /** As it stands in the heading of the file. */
  column: z.string().max(200).optional(),
  /** What stands there; never a password. */
  value: z.string().max(200).optional(),
});
export type BulkProblem = z.infer<typeof BulkProblem>;

/** Undoing is possible for so long after the end. */
export const UNDO_BULK_WITHIN_MS = 24 * 3_600_000;
