import { cleanup, fireEvent, render } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArrayRows } from '#client/ui/table/arrayRows.ts';
import { BulkBar } from '#client/ui/table/BulkBar.tsx';
import { createTable, type TableModel } from '#client/ui/table/createTable.ts';
import { createPagedRows, type RowPage } from '#client/ui/table/pagedRows.ts';
import { Table } from '#client/ui/table/Table.tsx';
import { sortBoth, type TableColumn } from '#client/ui/table/tableColumn.ts';
import type { TableRows } from '#client/ui/table/tableRows.ts';

interface Router {
  readonly id: string;
  readonly name: string;
  readonly cpu?: number;
}
const routers = (count: number): Router[] =>
  Array.from({ length: count }, (_, at) => ({ id: `r${at}`, name: `router-${at + 1}`, cpu: (at * 37) % 100 }));
const columns: readonly TableColumn<Router>[] = [
  { id: 'name', title: () => 'Name', width: 100, fixed: true, sort: sortBoth('name'), cell: ({ name }) => name },
  {
    id: 'cpu',
    title: () => 'CPU',
    width: 60,
    sort: sortBoth('cpu', 'descending'),
    text: ({ cpu }) => cpu,
    cell: ({ cpu }) => `${cpu} %`,
  },
  { id: 'serial', title: () => 'Serial', width: 90, extra: true, cell: ({ id }) => id },
];

beforeEach(() => {
  // jsdom lays nothing out: the table is told how high and wide it is.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(640);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1280);
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  Element.prototype.animate = vi.fn<Element['animate']>();
  Element.prototype.scrollTo = vi.fn<() => void>();
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function open(
  rowsOf: () => TableRows<Router>,
  options: {
    readonly sort?: () => string;
    readonly onSort?: (sort: string) => void;
    onOpen?: (id: string) => void;
  } = {},
) {
  let table!: TableModel<Router>;
  const { container } = render(() => {
    table = createTable({ name: 'routers', rows: rowsOf(), columns: () => columns, selectable: true, ...options });
    return (
      <>
        <Table table={table} label="Routers" rowName={({ name }) => name} empty={<p>No router yet</p>} />
        <BulkBar table={table} label="Selected routers">
          <button>Reboot</button>
        </BulkBar>
      </>
    );
  });
  return {
    table,
    container,
    names: () =>
      [...container.querySelectorAll('.table-row')]
        .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.querySelector('.cell-name')?.textContent),
    press: (key: string) => fireEvent.keyDown(document.body, { key }),
  };
}

test('of 100,000 rows only those in sight are drawn, and the grid says how many there are', () => {
  const screen = open(() => createArrayRows(() => routers(100_000), { id: ({ id }) => id }));
  const drawn = screen.container.querySelectorAll('.table-row').length;
  expect(drawn).toBeGreaterThan(10);
  expect(drawn).toBeLessThan(60);
  expect(screen.container.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe('100001');
});

test('loading, empty and full look different', () => {
  const [items, setItems] = createSignal<readonly Router[]>();
  const screen = open(() => createArrayRows(items, { id: ({ id }) => id }));
  expect(screen.container.querySelector('.skeleton-rows')).not.toBeNull();
  expect(screen.container.textContent).not.toContain('No router yet');
  setItems([]);
  expect(screen.container.textContent).toContain('No router yet');
  setItems(routers(2));
  expect(screen.names()).toEqual(['router-1', 'router-2']);
});

test('a header sorts as people order names, first up, then down', () => {
  const [sort, setSort] = createSignal('');
  const items = [...routers(11)].reverse();
  const screen = open(
    () => createArrayRows(() => items, { id: ({ id }) => id, sort, sorters: { name: ({ name }) => name } }),
    { sort, onSort: setSort },
  );
  const header = (): HTMLElement => screen.container.querySelector<HTMLElement>('.cell-name .sort')!;
  fireEvent.click(header());
  expect(screen.names().slice(0, 3)).toEqual(['router-1', 'router-2', 'router-3']);
  expect(header().closest('[role=columnheader]')?.getAttribute('aria-sort')).toBe('ascending');
  fireEvent.click(header());
  expect(sort()).toBe('-name');
  expect(screen.names().slice(0, 2)).toEqual(['router-11', 'router-10']);
});

test('a column of figures starts with the greatest, and what is not known comes last', () => {
  const [sort, setSort] = createSignal('');
  const items: Router[] = [
    { id: 'a', name: 'a' },
    { id: 'b', name: 'b', cpu: 3 },
    { id: 'c', name: 'c', cpu: 90 },
  ];
  const screen = open(
    () => createArrayRows(() => items, { id: ({ id }) => id, sort, sorters: { cpu: ({ cpu }) => cpu } }),
    { sort, onSort: setSort },
  );
  const header = screen.container.querySelector<HTMLElement>('.cell-cpu .sort')!;
  fireEvent.click(header);
  expect(screen.names()).toEqual(['c', 'b', 'a']);
  fireEvent.click(header);
  expect(screen.names()).toEqual(['b', 'c', 'a']);
});

test('j, x, J and Escape mark rows and let them go', () => {
  const screen = open(() => createArrayRows(() => routers(5), { id: ({ id }) => id }));
  screen.press('j');
  screen.press('x');
  screen.press('J');
  expect(screen.container.textContent).toContain('2 selected');
  expect(screen.table.addressed().map(({ id }) => id)).toEqual(['r0', 'r1']);
  screen.press('Escape');
  expect(screen.container.querySelector('.bulk-bar')).toBeNull();
  expect(screen.table.addressed().map(({ id }) => id)).toEqual(['r1']);
});

test('a click with Shift marks everything from the cursor on', () => {
  const screen = open(() => createArrayRows(() => routers(9), { id: ({ id }) => id }));
  const row = (id: string): HTMLElement => screen.container.querySelector<HTMLElement>(`[data-id=${id}]`)!;
  fireEvent.click(row('r2'));
  fireEvent.click(row('r5'), { shiftKey: true });
  expect(screen.table.selection.ids()).toEqual(['r2', 'r3', 'r4', 'r5']);
});

test('a finger that rests on a row marks it and opens nothing; one that moves scrolls', () => {
  vi.useFakeTimers();
  const opened: string[] = [];
  const screen = open(() => createArrayRows(() => routers(3), { id: ({ id }) => id }), {
    onOpen: (id) => opened.push(id),
  });
  const row = screen.container.querySelector<HTMLElement>('[data-id=r1]')!;
  const finger = (type: string, x: number): void => {
    const event = new MouseEvent(type, { bubbles: true, clientX: x, clientY: 0 });
    fireEvent(row, Object.defineProperty(event, 'pointerType', { value: 'touch' }));
  };
  finger('pointerdown', 0);
  vi.advanceTimersByTime(500);
  finger('pointerup', 0);
  fireEvent.click(row);
  expect(screen.table.selection.ids()).toEqual(['r1']);
  expect(opened).toEqual([]);
  finger('pointerdown', 0);
  finger('pointermove', 40);
  vi.advanceTimersByTime(500);
  expect(screen.table.selection.ids()).toEqual(['r1']);
  vi.useRealTimers();
});

test('chosen columns and widths are remembered on this computer, and a fixed one stays', () => {
  const first = open(() => createArrayRows(() => routers(1), { id: ({ id }) => id }));
  first.table.layout.toggle('serial');
  first.table.layout.toggle('cpu');
  first.table.layout.toggle('name');
  first.table.layout.setWidth('name', 222.4);
  cleanup();
  const again = open(() => createArrayRows(() => routers(1), { id: ({ id }) => id })).table.layout;
  expect(again.shown().map(({ id }) => id)).toEqual(['name', 'serial']);
  expect(again.widthOf('name')).toBe(222);
  again.reset();
  expect(again.shown().map(({ id }) => id)).toEqual(['name', 'cpu']);
});

test('what this computer remembers wrongly is forgotten', () => {
  localStorage.setItem('lastmile.table.routers', '{"columns": 7, "widths": "wide"}');
  const { table } = open(() => createArrayRows(() => routers(1), { id: ({ id }) => id }));
  expect(table.layout.shown().map(({ id }) => id)).toEqual(['name', 'cpu']);
});

test('pages come as the end is seen; a failed one is told, and kept rows stay', async () => {
  const asked: (string | undefined)[] = [];
  const pages: Record<string, RowPage<Router>> = {
    '': { rows: routers(10), next: 'two' },
    two: { rows: routers(14).slice(10), next: 'three' },
  };
  let rows!: ReturnType<typeof createPagedRows<Router>>;
  const screen = open(() => {
    rows = createPagedRows({
      key: () => 'all',
      id: ({ id }) => id,
      load: (next) => {
        asked.push(next);
        const page = pages[next ?? ''];
        return page ? Promise.resolve(page) : Promise.reject(new Error('The database did not answer.'));
      },
    });
    return rows;
  });
  await vi.waitFor(() => expect(rows.trouble()).toBe('The database did not answer.'));
  expect(asked).toEqual([undefined, 'two', 'three']);
  expect(screen.names().filter(Boolean)).toHaveLength(14);
});
