import type { VoucherBatch } from '#shared/voucher/batch.ts';
import { Age } from '../ui/Age.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import { priceText } from './price.ts';
import { validityText } from './voucherLooks.ts';

export function voucherBatchColumns(timeZone: string): readonly TableColumn<VoucherBatch>[] {
  return [
    {
      id: 'name',
      title: () => say('voucher.name'),
      width: 170,
      grow: 2,
      fixed: true,
      phone: 'title',
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'package',
      title: () => say('voucher.package'),
      width: 150,
      grow: 1,
      phone: 'text',
      text: ({ packageName }) => packageName,
      cell: ({ packageName }) => packageName,
    },
    {
      id: 'validity',
      title: () => say('voucher.validity'),
      width: 110,
      yields: 2,
      text: ({ validityMs }) => validityText(validityMs),
      cell: ({ validityMs }) => validityText(validityMs),
    },
    {
      id: 'price',
      title: () => say('voucher.price'),
      width: 110,
      align: 'end',
      yields: 1,
      text: ({ priceMinor, currency }) => priceText(priceMinor, currency),
      cell: ({ priceMinor, currency }) => priceText(priceMinor, currency),
    },
    figure(
      'count',
      () => say('voucher.count'),
      (batch) => batch.count,
    ),
    figure(
      'sold',
      () => say('voucher.sold'),
      (batch) => batch.sold,
    ),
    figure(
      'used',
      () => say('voucher.used'),
      (batch) => batch.used,
    ),
    figure(
      'void',
      () => say('voucher.void'),
      (batch) => batch.void,
    ),
    {
      id: 'revenue',
      title: () => say('voucher.revenue'),
      width: 110,
      align: 'end',
      phone: 'lastEnd',
      text: ({ revenueMinor, currency }) => priceText(revenueMinor, currency),
      cell: ({ revenueMinor, currency }) => priceText(revenueMinor, currency),
    },
    {
      id: 'branch',
      title: () => say('voucher.branch'),
      width: 120,
      extra: true,
      text: ({ branchName }) => branchName ?? '',
      cell: ({ branchName }) => branchName ?? '',
    },
    {
      id: 'made',
      title: () => say('voucher.made'),
      width: 120,
      yields: 1,
      phone: 'corner',
      text: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Age at={createdAt} timeZone={timeZone} />,
    },
  ];
}

function figure(
  id: 'count' | 'sold' | 'used' | 'void',
  title: () => string,
  value: (batch: VoucherBatch) => number,
): TableColumn<VoucherBatch> {
  return {
    id,
    title,
    width: 80,
    align: 'end',
    ...(id === 'used' ? { phone: 'last' as const } : {}),
    ...(id === 'void' ? { yields: 2 } : {}),
    text: value,
    // On a card the figure has no heading.
    cell: (batch) => (
      <span class="voucher-figure" data-label={title()}>
        {sayNumber(value(batch))}
      </span>
    ),
  };
}
