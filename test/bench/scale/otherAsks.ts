import { createAuditLog } from '#server/audit/auditLog.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { TenantTx } from '#server/platform/db/transaction.ts';
import { voucherBatchPage } from '#server/voucher/voucherBatchStore.ts';
import { voucherReport } from '#server/voucher/voucherReportStore.ts';
import { countVouchers, voucherPage } from '#server/voucher/voucherStore.ts';
import { AuditQuery } from '#shared/audit/audit.ts';
import { VoucherState } from '#shared/voucher/values.ts';
import type { Ask, ScaleWorld } from './scaleWorld.ts';

const DAY_MS = 86_400_000;

export async function otherAsks({
  db: { database },
  tenant,
  user,
  names,
  lines,
  now,
}: ScaleWorld): Promise<readonly Ask[]> {
  const read =
    <T>(work: (tx: TenantTx) => Promise<T>) =>
    (): Promise<T> =>
      database.tenantTx(tenant, work);
  const log = createAuditLog({ database, clock: systemClock, names, objectNames: () => ({}) });
  const audit = (query: object) => () => log.page(tenant, AuditQuery.parse(query));
  const date = (days: number): string => new Date(now - days * DAY_MS).toISOString().slice(0, 10);
  const batches = await read((tx) => voucherBatchPage(tx, { text: '', limit: 100, after: undefined, scope: 'all' }))();
  const { id: batchId } = batches.toSorted((a, b) => b.count - a.count)[0]!;
  const report = (days: number) =>
    read((tx) =>
      voucherReport(tx, { from: date(days), to: date(0), timeZone: 'Africa/Nairobi', scope: 'all', limit: 1000 }),
    );
  return [
    {
      name: 'vouchers: batches, codes, counts, report',
      ways: [
        ...['', 'batch 4', 'nothing'].map((text) =>
          read((tx) => voucherBatchPage(tx, { text, limit: 51, after: undefined, scope: 'all' })),
        ),
        ...[undefined, ...VoucherState.options].flatMap((state) =>
          [0, 15_000].map((after) => read((tx) => voucherPage(tx, { batchId, state, after, limit: 100, now }))),
        ),
        read((tx) => countVouchers(tx, batchId, now)),
        ...[7, 31, 366].map(report),
      ],
    },
    {
      name: 'audit log',
      ways: [
        audit({}),
        audit({ before: 500_000 }),
        audit({ by: 'all' }),
        audit({ user }),
        audit({ kind: 'nas', by: 'system' }),
        audit({ kind: 'subscription', id: lines[3], by: 'all' }),
        audit({ from: now - 200 * DAY_MS, to: now - 199 * DAY_MS }),
        audit({ type: 'subscription.left', by: 'all' }),
        audit({ type: 'user.', by: 'all' }),
        audit({ text: 'renewed' }),
        audit({ text: 'found nowhere', by: 'all' }),
      ],
    },
  ];
}
