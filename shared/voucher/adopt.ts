import { z } from 'zod';
import { Currency } from '../tenant/setup.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { DevicePolicy, MOST_PER_BATCH } from './values.ts';

const DAY_MS = 86_400_000;

/** `POST /api/voucher-batches/adopt` (permission `voucher.create`): codes that another system made, as one batch. */
export const AdoptVouchers = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'),
  branchId: BranchId.optional(),
  packageId: ActorId,
  priceMinor: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: Currency,
  unusedUntil: Instant.optional(),
  /** Counted from the first use. */
  validityMs: z
    .int()
    .min(60_000, 'At least a minute.')
    .max(3660 * DAY_MS, 'At most ten years.'),
  quotaBytes: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  devices: z.int().min(1, 'At least one.').max(100, 'At most 100.'),
  devicePolicy: DevicePolicy,
  macLogin: z.boolean(),
  /** They are in customers' hands already. */
  sold: z.boolean(),
  codes: z
    .array(z.string().max(200))
    .min(1, 'Give at least one code.')
    .max(MOST_PER_BATCH, 'At most 50,000 in a batch.'),
});
export type AdoptVouchers = z.infer<typeof AdoptVouchers>;

/** `POST /api/voucher-batches/adopt/look`: what would become of them; nothing is changed. */
export const LookAtCodes = AdoptVouchers.pick({ codes: true });

export const AdoptedCodes = z.object({
  /** Taken. */
  fresh: z.int(),
  /** There already. */
  known: z.int(),
  /** Stand twice in the list. */
  twice: z.int(),
  /** Nobody can type them, or they are too long. */
  unfit: z.int(),
  /** Of those that are taken: so short that they can be guessed. */
  short: z.int(),
});
export type AdoptedCodes = z.infer<typeof AdoptedCodes>;

export const VouchersAdopted = z.object({ id: ActorId, codes: AdoptedCodes });
