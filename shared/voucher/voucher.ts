import { z } from 'zod';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { VoucherState } from './values.ts';

export const Voucher = z.object({
  id: ActorId,
  batchId: ActorId,
  /** Within its batch; printed beside the code. */
  serial: z.int(),
  /** Only to who may see codes and asked for them; else its last two characters behind dots. */
  code: z.string(),
  state: VoucherState,
  soldAt: Instant.optional(),
  firstUsedAt: Instant.optional(),
  validUntil: Instant.optional(),
  usedBytes: z.int(),
  voidedAt: Instant.optional(),
  /** What takes it back. */
  voidId: ActorId.optional(),
});
export type Voucher = z.infer<typeof Voucher>;

/** `GET /api/voucher-batches/:id/vouchers` (permission `voucher.view`): by serial. */
export const VoucherQuery = z.object({
  state: VoucherState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  /** The serial after which to go on. */
  after: z.coerce.number().int().min(0).optional(),
});
export const VoucherPage = z.object({ rows: z.array(Voucher), next: z.string().optional(), total: z.int() });
export type VoucherPage = z.infer<typeof VoucherPage>;

/** `POST /api/vouchers/reveal` (permission `voucher.viewCodes`): it is recorded who saw how many. */
export const RevealVouchers = z.object({ ids: z.array(ActorId).min(1).max(500) });
export const RevealedVouchers = z.array(z.object({ id: ActorId, code: z.string() }));

/** `POST /api/vouchers/find` (permission `voucher.view`): the voucher with just this code; somebody reads it out. */
export const FindVoucher = z.object({ code: z.string().trim().min(1).max(40) });

/** Which of a batch an act is about: those named, else all it can be done to. */
const some = { ids: z.array(ActorId).min(1).max(1000).optional() };

/** `POST /api/voucher-batches/:id/void` (permission `voucher.void`). */
export const VoidVouchers = z.object({
  ...some,
  reason: z.string().trim().min(1, 'Say why.').max(500, 'At most 500 characters.'),
});
export type VoidVouchers = z.infer<typeof VoidVouchers>;
/** `voidId` takes it back for 24 hours: `POST /api/vouchers/voids/:id/undo`. */
export const VouchersVoided = z.object({ voidId: ActorId, count: z.int() });
export type VouchersVoided = z.infer<typeof VouchersVoided>;
export const VouchersRestored = z.object({ restored: z.int() });

/** `POST /api/voucher-batches/:id/sell` (permission `voucher.create`): given to an agent or sold over the counter. */
export const SellVouchers = z.object(some);
export const VouchersSold = z.object({ count: z.int() });

/** `GET /api/voucher-report` (permission `voucher.view`): days in the company's zone, from and to included. */
export const VoucherReportQuery = z.object({ from: z.iso.date(), to: z.iso.date() });
export const VoucherReportRow = z.object({
  day: z.iso.date(),
  batchId: ActorId,
  batchName: z.string(),
  currency: z.string(),
  sold: z.int(),
  used: z.int(),
  revenueMinor: z.int(),
});
export type VoucherReportRow = z.infer<typeof VoucherReportRow>;
export const VoucherReport = z.object({ rows: z.array(VoucherReportRow), truncated: z.boolean() });
export type VoucherReport = z.infer<typeof VoucherReport>;
