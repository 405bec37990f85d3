import { type VoucherRefusalCode, voucherRefusals } from '#shared/voucher/errors.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';

const statusOf: Partial<Record<VoucherRefusalCode, number>> = {
  'voucher/batch-not-found': 404,
  'voucher/not-found': 404,
  'voucher/codes-limit': 403,
  'voucher/adopt-limit': 403,
  'voucher/text-needs-picture': 400,
  'voucher/picture-not-understood': 400,
  'voucher/code-too-short': 400,
};

export function voucherRefusal(code: VoucherRefusalCode): HttpProblem {
  return refused(voucherRefusals, statusOf[code] ?? 409, code);
}
