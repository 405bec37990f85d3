import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { SheetRequest } from '#shared/voucher/sheet.ts';
import type { HotspotPrint } from '../../hotspot/hotspotFeature.ts';
import type { Approvals } from '../../platform/approvals.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import { requireBatch } from '../voucherActs.ts';
import type { VoucherCodes } from '../voucherCodes.ts';
import { voucherRefusal } from '../voucherRefusal.ts';
import { countReveal, recordCodesSeen } from '../voucherRoutes.ts';
import { countUnused, voucherPage } from '../voucherStore.ts';
import type { SheetVoucher } from './sheetJob.ts';
import { sheetJobOf } from './sheetJobOf.ts';
import type { SheetPrinter } from './sheetPrinter.ts';

export interface SheetRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly codes: VoucherCodes;
  readonly approvals: Approvals;
  readonly printer: SheetPrinter;
  readonly printOf: (tenant: TenantId) => Promise<HotspotPrint>;
}

/** A multiple of what stands on any page. */
const PER_PIECE = 240;
/** Pictures of text make a request larger than usual. */
const BODY_BYTES = 1_200_000;

/** `POST /api/voucher-batches/:id/sheet`: unused vouchers of a batch for cutting out, as PDF. */
export function sheetRoutes(options: SheetRoutesOptions): Routes {
  const { database, clock, codes, approvals, printer, printOf } = options;

  async function* unused(
    tenant: TenantId,
    batchId: ActorId,
    range: { readonly from: number; readonly to: number },
  ): AsyncGenerator<readonly SheetVoucher[]> {
    const now = clock.now();
    for (let after = range.from - 1; ;) {
      const page = { batchId, state: 'unused', after, upTo: range.to, limit: PER_PIECE, now } as const;
      const rows = await database.tenantTx(tenant, (tx) => voucherPage(tx, page));
      yield rows.map(({ id, serial, code }) => ({ serial, code: codes.open(tenant, id, code) }));
      if (rows.length < PER_PIECE) return;
      after = rows.at(-1)?.serial ?? after;
    }
  }

  return (app) => {
    app.post(
      '/api/voucher-batches/:id/sheet',
      {
        bodyLimit: BODY_BYTES,
        config: { access: 'voucher.viewCodes', rateLimit: { max: 20, timeWindow: 60_000 } },
        schema: {
          summary: 'Unused vouchers of a batch on paper, as PDF',
          params: z.object({ id: ActorId }),
          body: SheetRequest,
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        const { from, to } = request.body;
        const job = sheetJobOf(request.body, await printOf(subject.tenant));
        await database.tenantTx(subject.tenant, async (tx) => {
          const batch = await requireBatch(tx, id, subject.branches);
          const printed = await countUnused(tx, { batchId: id, from, to, now: clock.now() });
          if (printed === 0) throw voucherRefusal('voucher/nothing-to-print');
          await countReveal(tx, approvals, subject, batch, printed);
          await recordCodesSeen(tx, subject, id, 'voucherBatch.printed', printed, clock.now());
        });
        void reply
          .header('content-disposition', `inline; filename="vouchers-${id.slice(-8)}.pdf"`)
          .header('cache-control', 'no-store');
        const pieces = printer.print(job, unused(subject.tenant, id, { from, to }));
        return await reply.type('application/pdf').send(Readable.from(pieces));
      },
    );
  };
}
