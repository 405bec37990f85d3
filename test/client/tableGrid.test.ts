import { expect, test } from 'vitest';
import type { TableColumn } from '#client/ui/table/tableColumn.ts';
import { visibleColumns } from '#client/ui/table/tableGrid.ts';
import type { TableLayout } from '#client/ui/table/tableLayout.ts';

/** 100 px each; gaps of 12 and a padding of 28 come with them. */
const column = (id: string, yields?: 1 | 2): TableColumn<unknown> => ({
  ...{ id, title: () => id, width: 100, cell: () => id },
  ...(yields === undefined ? {} : { yields }),
});
const columns = [column('name'), column('mac', 1), column('rate', 2), column('access', 1), column('heard', 1)];
const widthOf = (count: number): number => 100 * count + 12 * (count - 1) + 28;

function shownAt(width: number, chosen?: readonly string[], selectable = false): readonly string[] {
  const layout: Partial<TableLayout<unknown>> = {
    shown: () => columns,
    chosen: () => chosen,
    widthOf: () => undefined,
  };
  return visibleColumns(layout as TableLayout<unknown>, false, width, selectable).map(({ id }) => id);
}

test.each([
  ['everything', widthOf(5), ['name', 'mac', 'rate', 'access', 'heard']],
  ['all but the last that yields', widthOf(5) - 1, ['name', 'mac', 'rate', 'access']],
  ['what yields last as long as it can', widthOf(2), ['name', 'rate']],
  ['what never yields, however narrow', 50, ['name']],
])('a table shows %s', (_, width, ids) => {
  expect(shownAt(width)).toEqual(ids);
});

test('marks for choosing rows take their room, and what somebody chose never yields', () => {
  expect(shownAt(widthOf(5), undefined, true)).toHaveLength(4);
  expect(shownAt(50, ['name', 'mac'])).toHaveLength(5);
});
