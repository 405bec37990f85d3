import { createMemo } from 'solid-js';
import type { TableRow, TableRows } from './tableRows.ts';

/** What orders a list by one column; the sort key is the column's (`name`, `-name`). */
export type Sorters<Row> = Readonly<Record<string, (row: Row) => string | number | undefined>>;

/**
 * Rows that are all here. `items` undefined: still loading. `sort` names one of `sorters`, with `-` before it for the
 * other direction; text is compared as people order it (router-9 before router-10), what is missing comes last.
 */
export function createArrayRows<Row>(
  items: () => readonly Row[] | undefined,
  options: {
    readonly id: (row: Row) => string;
    readonly version?: (row: Row) => number;
    readonly sort?: () => string;
    readonly sorters?: Sorters<Row>;
  },
): TableRows<Row> {
  const all = createMemo(items);
  const order = createMemo((): readonly TableRow<Row>[] =>
    sorted(all() ?? [], options.sort?.() ?? '', options.sorters ?? {}).map((fields) => ({
      id: options.id(fields),
      version: options.version?.(fields) ?? 0,
      fields,
    })),
  );
  const indexes = createMemo(() => new Map(order().map(({ id }, index) => [id, index])));
  return {
    total: () => order().length,
    state: () => (all() === undefined ? 'loading' : 'current'),
    refusal: () => undefined,
    changing: () => false,
    idAt: (index) => order()[index]?.id,
    indexOf: (id) => indexes().get(id),
    row: (id) => order()[indexes().get(id) ?? -1],
    loaded: order,
    range: () => ({ from: 0, to: order().length }),
    show: () => {},
  };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sorted<Row>(items: readonly Row[], sort: string, sorters: Sorters<Row>): readonly Row[] {
  const descending = sort.startsWith('-');
  const value = sorters[descending ? sort.slice(1) : sort];
  if (!value) return items;
  const keyed = items.map((item) => ({ item, key: value(item) }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : collator.compare(String(a.key), String(b.key));
    return descending ? -order : order;
  });
  return keyed.map(({ item }) => item);
}
