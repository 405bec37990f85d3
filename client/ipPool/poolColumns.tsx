import type { JSX } from 'solid-js';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayCount } from '../words/words.ts';
import { capacityText } from './capacityText.ts';

export const poolSorters: Sorters<IpPoolRecord> = {
  name: ({ name }) => name,
  capacity: ({ capacity }) => Number(capacity),
  packages: ({ packages }) => packages,
};

const rangesText = ({ ranges, routerPool }: IpPoolRecord): string =>
  ranges.length > 0 ? ranges.join(', ') : (routerPool ?? '');
const routersText = ({ nasIds }: IpPoolRecord): string =>
  nasIds.length === 0 ? say('pool.allRouters') : sayCount('pool.someRouters', nasIds.length);

export function poolColumns(acts: (pool: IpPoolRecord) => JSX.Element): readonly TableColumn<IpPoolRecord>[] {
  return [
    {
      id: 'name',
      title: () => say('pool.form.name'),
      width: 160,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'ranges',
      title: () => say('pool.form.ranges'),
      width: 220,
      grow: 2,
      phone: 'text',
      text: rangesText,
      cell: (pool) => <span class="mono truncate">{rangesText(pool)}</span>,
    },
    {
      id: 'capacity',
      title: () => say('pool.column.capacity'),
      width: 170,
      align: 'end',
      phone: 'last',
      sort: sortBoth('capacity', 'descending'),
      text: ({ capacity, delegatedLength }) => capacityText(capacity, delegatedLength),
      cell: ({ capacity, delegatedLength, ranges }) => (
        <span class="number">{ranges.length === 0 ? '–' : capacityText(capacity, delegatedLength)}</span>
      ),
    },
    {
      id: 'kind',
      title: () => say('pool.form.kind'),
      width: 140,
      yields: 1,
      phone: 'corner',
      text: ({ kind }) => say(`pool.kind.${kind}`),
      cell: ({ kind }) => say(`pool.kind.${kind}`),
    },
    {
      id: 'purpose',
      title: () => say('pool.form.purpose'),
      width: 130,
      yields: 1,
      text: ({ purpose }) => say(`pool.purpose.${purpose}`),
      cell: ({ purpose }) => say(`pool.purpose.${purpose}`),
    },
    {
      id: 'routers',
      title: () => say('pool.form.routers'),
      width: 120,
      yields: 2,
      text: routersText,
      cell: routersText,
    },
    {
      id: 'packages',
      title: () => say('package.title'),
      width: 100,
      align: 'end',
      sort: sortBoth('packages', 'descending'),
      text: ({ packages }) => packages,
      cell: ({ packages }) => <span class="number">{packages}</span>,
    },
    { id: 'acts', title: () => '', width: 56, align: 'end', fixed: true, cell: acts },
  ];
}
