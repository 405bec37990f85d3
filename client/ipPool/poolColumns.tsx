import { Show } from 'solid-js';
import { pieceOf } from '#shared/ipPool/registration.ts';
import type { IpPoolRow } from '#shared/ipPool/use.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayCount } from '../words/words.ts';
import { capacityText } from './capacityText.ts';
import { forecastText, shareOf, useText } from './poolUse.ts';
import { PoolUseBar } from './PoolUseBar.tsx';

export const poolSorters: Sorters<IpPoolRow> = {
  name: ({ name }) => name,
  capacity: ({ capacity }) => Number(capacity),
  packages: ({ packages }) => packages,
  use: ({ use }) => (use ? shareOf(use) : undefined),
};

const rangesText = ({ ranges, routerPool }: IpPoolRow): string =>
  ranges.length > 0 ? ranges.join(', ') : (routerPool ?? '');
const routersText = ({ nasIds }: IpPoolRow): string =>
  nasIds.length === 0 ? say('pool.allRouters') : sayCount('pool.someRouters', nasIds.length);

/** Of a pool whose ranges only its routers know: what they say. */
function holdsText({ capacity, ranges, use, ...pool }: IpPoolRow): string {
  if (ranges.length > 0) return capacityText(capacity, pieceOf(pool));
  return use ? capacityText(String(use.size), null) : '–';
}

export function poolColumns(): readonly TableColumn<IpPoolRow>[] {
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
      id: 'use',
      title: () => say('pool.column.use'),
      width: 240,
      grow: 1,
      phone: 'last',
      sort: sortBoth('use', 'descending'),
      text: ({ use }) => (use ? useText(use) : ''),
      cell: ({ name, use }) => (use ? <PoolUseBar name={name} share={use} /> : <span class="faint">–</span>),
    },
    {
      id: 'forecast',
      title: () => say('pool.forecast'),
      width: 190,
      yields: 1,
      text: ({ use }) => (use ? forecastText(use) : ''),
      cell: ({ use }) => (
        <Show when={use} fallback={<span class="faint">–</span>}>
          {(known) => (
            <span classList={{ faint: known().forecast.trend === 'early' || known().forecast.trend === 'steady' }}>
              {forecastText(known())}
            </span>
          )}
        </Show>
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
      id: 'capacity',
      title: () => say('pool.column.capacity'),
      width: 170,
      align: 'end',
      yields: 2,
      sort: sortBoth('capacity', 'descending'),
      text: holdsText,
      cell: (pool) => <span class="number">{holdsText(pool)}</span>,
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
  ];
}
