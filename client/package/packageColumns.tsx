import type { PackageRecord } from '#shared/package/registration.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { sortBoth } from '../ui/table/tableColumn.ts';
import { priceText } from '../voucher/price.ts';
import { say, sayCount } from '../words/words.ts';
import { packageSummary } from './packageSummary.ts';

export const packageSorters: Sorters<PackageRecord> = {
  name: ({ name }) => name,
  price: ({ priceMinor }) => priceMinor,
  down: ({ downBps }) => downBps ?? undefined,
};

export function packageColumns(): readonly TableColumn<PackageRecord>[] {
  return [
    {
      id: 'name',
      title: () => say('package.form.name'),
      width: 180,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'gets',
      title: () => say('package.column.gets'),
      width: 320,
      grow: 3,
      phone: 'text',
      sort: sortBoth('down', 'descending'),
      text: packageSummary,
      cell: (one) => <span class="truncate number">{packageSummary(one)}</span>,
    },
    {
      id: 'price',
      title: () => say('package.form.price'),
      width: 120,
      align: 'end',
      phone: 'corner',
      sort: sortBoth('price', 'descending'),
      text: ({ priceMinor, currency }) => priceText(priceMinor, currency),
      cell: ({ priceMinor, currency }) => <span class="number">{priceText(priceMinor, currency)}</span>,
    },
    {
      id: 'cycle',
      title: () => say('package.form.cycle'),
      width: 110,
      phone: 'last',
      text: ({ cycle }) => sayCount(`subscription.cycle.${cycle.unit}`, cycle.count),
      cell: ({ cycle }) => sayCount(`subscription.cycle.${cycle.unit}`, cycle.count),
    },
    {
      id: 'access',
      title: () => say('package.form.access'),
      width: 150,
      yields: 1,
      text: ({ accessTypes }) => accessTypes.map((type) => say(`package.access.${type}`)).join(', '),
      cell: ({ accessTypes }) => accessTypes.map((type) => say(`package.access.${type}`)).join(', '),
    },
  ];
}
