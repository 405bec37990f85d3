import { z } from 'zod';
import { Currency } from '../tenant/setup.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { DevicePolicy, leastCodeLength, MOST_PER_BATCH, VoucherAlphabet, VoucherState } from './values.ts';

const MinorUnits = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const DAY_MS = 86_400_000;

const common = {
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'),
  branchId: BranchId.optional(),
  packageId: ActorId,
  count: z.int().min(1, 'At least one.').max(MOST_PER_BATCH, 'At most 50,000 in a batch.'),
  /** Before each code: which agent or place it was made for. */
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{0,8}$/, 'At most eight letters and digits.'),
  alphabet: VoucherAlphabet,
  /** Characters after the prefix. */
  codeLength: z.int().max(20, 'At most 20 characters.'),
  priceMinor: MinorUnits,
  currency: Currency,
  unusedUntil: Instant.optional(),
  /** Counted from the first use. */
  validityMs: z
    .int()
    .min(60_000, 'At least a minute.')
    .max(3660 * DAY_MS, 'At most ten years.'),
  /** Absent: as the package says. */
  quotaBytes: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** At the same time. */
  devices: z.int().min(1, 'At least one.').max(100, 'At most 100.'),
  devicePolicy: DevicePolicy,
  /** A device that has used the voucher is let in by its MAC address. */
  macLogin: z.boolean(),
};

/** `POST /api/voucher-batches` (permission `voucher.create`): 201, or 202 when it needs a second person. */
export const NewVoucherBatch = z
  .object({ ...common, reason: z.string().trim().max(500).optional() })
  .refine(({ alphabet, codeLength }) => codeLength >= leastCodeLength(alphabet), {
    path: ['codeLength'],
    error: ({ input }) =>
      `At least ${leastCodeLength((input as { alphabet: VoucherAlphabet }).alphabet)} of these signs: shorter codes can be guessed.`,
  });
export type NewVoucherBatch = z.infer<typeof NewVoucherBatch>;

/** How many are in each state. */
export const VoucherCounts = z.record(VoucherState, z.int());
export type VoucherCounts = z.infer<typeof VoucherCounts>;

export const VoucherBatch = z.object({
  id: ActorId,
  ...common,
  codeLength: z.int(),
  prefix: z.string(),
  branchName: z.string().optional(),
  packageName: z.string(),
  /** Of the package, where the batch has none of its own. */
  packageQuotaBytes: z.int().optional(),
  createdAt: Instant,
  createdByName: z.string(),
  /** Marked as sold or used, and not void. */
  sold: z.int(),
  /** Ever. */
  used: z.int(),
  void: z.int(),
  /** Price times sold. */
  revenueMinor: z.int(),
});
export type VoucherBatch = z.infer<typeof VoucherBatch>;

/** `GET /api/voucher-batches/:id` (permission `voucher.view`). */
export const VoucherBatchDetail = VoucherBatch.extend({ counts: VoucherCounts });
export type VoucherBatchDetail = z.infer<typeof VoucherBatchDetail>;

/** `GET /api/voucher-batches` (permission `voucher.view`): newest first. */
export const VoucherBatchQuery = z.object({
  text: z.string().trim().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  after: z.string().max(100).optional(),
});
export const VoucherBatchPage = z.object({ rows: z.array(VoucherBatch), next: z.string().optional() });
export type VoucherBatchPage = z.infer<typeof VoucherBatchPage>;

/** `POST /api/voucher-batches` answers either. */
export const VoucherBatchMade = z.object({ id: ActorId, count: z.int() });
export type VoucherBatchMade = z.infer<typeof VoucherBatchMade>;
export const VoucherBatchAsked = z.object({ approvalId: ActorId });
export type VoucherBatchAsked = z.infer<typeof VoucherBatchAsked>;

/** `GET /api/voucher-packages` (permission `voucher.view`): what a batch can be made of. */
export const VoucherPackage = z.object({
  id: ActorId,
  name: z.string(),
  priceMinor: z.int(),
  currency: z.string(),
  quotaBytes: z.int().optional(),
  sessions: z.int(),
  cycle: z.object({ unit: z.enum(['day', 'week', 'month', 'year']), count: z.int() }),
});
export type VoucherPackage = z.infer<typeof VoucherPackage>;
