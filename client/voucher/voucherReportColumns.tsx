import type { VoucherReportRow } from '#shared/voucher/voucher.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import { priceText } from './price.ts';

export const voucherReportSorters: Sorters<VoucherReportRow> = {
  day: ({ day }) => day,
  batch: ({ batchName }) => batchName,
  sold: ({ sold }) => sold,
  used: ({ used }) => used,
  revenue: ({ revenueMinor }) => revenueMinor,
};

export function voucherReportColumns(): readonly TableColumn<VoucherReportRow>[] {
  return [
    {
      id: 'day',
      title: () => say('voucher.day'),
      width: 130,
      fixed: true,
      phone: 'corner',
      sort: sortBoth('day', 'descending'),
      text: ({ day }) => day,
      cell: ({ day }) => <span class="number">{day}</span>,
    },
    {
      id: 'batch',
      title: () => say('voucher.batch'),
      width: 200,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('batch'),
      text: ({ batchName }) => batchName,
      cell: ({ batchName }) => batchName,
    },
    {
      id: 'sold',
      title: () => say('voucher.sold'),
      width: 110,
      align: 'end',
      phone: 'last',
      sort: sortBoth('sold', 'descending'),
      text: ({ sold }) => sold,
      cell: ({ sold }) => (
        <span class="voucher-figure" data-label={say('voucher.sold')}>
          {sayNumber(sold)}
        </span>
      ),
    },
    {
      id: 'used',
      title: () => say('voucher.used'),
      width: 110,
      align: 'end',
      sort: sortBoth('used', 'descending'),
      text: ({ used }) => used,
      cell: ({ used }) => sayNumber(used),
    },
    {
      id: 'revenue',
      title: () => say('voucher.revenue'),
      width: 150,
      align: 'end',
      phone: 'lastEnd',
      sort: sortBoth('revenue', 'descending'),
      text: ({ revenueMinor, currency }) => priceText(revenueMinor, currency),
      cell: ({ revenueMinor, currency }) => priceText(revenueMinor, currency),
    },
  ];
}
