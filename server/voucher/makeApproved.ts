import { z } from 'zod';
import { NewVoucherBatch } from '#shared/voucher/batch.ts';
import type { ApprovalHandler } from '../platform/approvals.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { VoucherMaker } from './voucherMaker.ts';

const Payload = z.object({ batch: NewVoucherBatch });

/** A batch beyond what one person may make alone, once a second one has approved it; made once. */
export function makeApproved(maker: VoucherMaker): ApprovalHandler<z.infer<typeof Payload>> {
  return {
    permission: 'voucher.create',
    payload: Payload,
    describe: (_tx, { payload: { batch } }) =>
      Promise.resolve({
        subjectName: batch.name,
        details: { count: batch.count, priceMinor: batch.priceMinor, currency: batch.currency },
      }),
    async send({ tenant, subjectId, payload: { batch }, requestedBy }) {
      try {
        await maker.require(tenant, batch, 'all');
        await maker.make({ tenant, id: subjectId, by: requestedBy, batch });
      } catch (error) {
        // What stood against it when it was asked for would have been said then; since then something has changed.
        if (error instanceof HttpProblem) return { ok: false, outcome: error.message };
        throw error;
      }
      return { ok: true };
    },
  };
}
