import type { Clock } from '#actors/system/clock.ts';
import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { StoredBatch } from './voucherBatchStore.ts';
import type { VoucherCodes } from './voucherCodes.ts';
import { voucherPage } from './voucherStore.ts';

export interface VoucherCsvParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codes: VoucherCodes;
}

const PER_READ = 500;

/** Codes of a batch with what became of them, in pieces as they are read. */
export async function* voucherCsv(
  { database, clock, codes }: VoucherCsvParts,
  tenant: TenantId,
  batch: Pick<StoredBatch, 'id' | 'name' | 'packageName'>,
): AsyncGenerator<string> {
  yield (
    CSV_MARK +
      csvLine(['serial', 'code', 'state', 'batch', 'package', 'soldAt', 'firstUsedAt', 'validUntil', 'usedBytes'])
  );
  const now = clock.now();
  for (let after = 0; ;) {
    const rows = await database.tenantTx(tenant, (tx) =>
      voucherPage(tx, { batchId: batch.id, state: undefined, after, limit: PER_READ, now }),
    );
    yield rows
      .map(({ id, serial, code, state, soldAt, firstUsedAt, validUntil, usedBytes }) =>
        csvLine([
          serial,
          codes.open(tenant, id, code),
          state,
          batch.name,
          batch.packageName,
          ...[soldAt, firstUsedAt, validUntil].map((at) => at && new Date(at).toISOString()),
          usedBytes,
        ]),
      )
      .join('');
    if (rows.length < PER_READ) return;
    after = rows.at(-1)?.serial ?? after;
  }
}
