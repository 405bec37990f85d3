import { createSignal, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { Sparkline } from '../ui/chart/Sparkline.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { Pill } from '../ui/Pill.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable, type TableModel } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { Table } from '../ui/table/Table.tsx';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { withUnit } from '../ui/units.ts';
import { sayNumber } from '../words/words.ts';
import { glyphs, sampleRouters, tones, type SampleRouter } from './galleryData.ts';
import { Sample } from './Sample.tsx';

/** The most an operator of this size has. */
const MANY = 100_000;
const many = sampleRouters(MANY);
let made = 0;

const columns: readonly TableColumn<SampleRouter>[] = [
  {
    id: 'name',
    title: () => 'Name',
    width: 120,
    grow: 1,
    fixed: true,
    phone: 'title',
    sort: sortBoth('name'),
    text: ({ name }) => name,
    cell: (router) => <strong>{router.name}</strong>,
  },
  {
    id: 'state',
    title: () => 'State',
    width: 130,
    phone: 'last',
    cell: (router) => (
      <Pill tone={tones[router.state]} glyph={glyphs[router.state]}>
        {router.state}
      </Pill>
    ),
  },
  { id: 'site', title: () => 'Site', width: 90, grow: 1, phone: 'text', yields: 1, cell: ({ site }) => site },
  {
    id: 'cpu',
    title: () => 'CPU',
    width: 56,
    align: 'end',
    phone: 'corner',
    sort: sortBoth('cpu', 'descending'),
    text: ({ cpu }) => cpu,
    cell: ({ cpu }) => (cpu === undefined ? '–' : withUnit(cpu, 'percent')),
  },
  {
    id: 'rate',
    title: () => 'Rate',
    width: 92,
    align: 'end',
    phone: 'textEnd',
    yields: 2,
    cell: ({ rate }) => (rate === undefined ? '–' : withUnit(rate, 'bitrate')),
  },
  {
    id: 'history',
    title: () => 'Last day',
    width: 104,
    phone: 'lastEnd',
    cell: (router) => <Sparkline values={router.history} label={`Rate of ${router.name} over the last day`} />,
  },
  { id: 'sessions', title: () => 'Sessions', width: 70, align: 'end', extra: true, cell: ({ sessions }) => sessions },
];

export function TableGallery(): JSX.Element {
  const [sort, setSort] = createSignal('name');
  const [text, setText] = createSignal('');
  const table = tableOf(() => many.filter(({ name }) => name.includes(text())), sort, setSort, made === 0);
  made += 1;
  return (
    <>
      <Sample name={`Table, ${sayNumber(MANY)} rows`} wide>
        <div class="gallery-table">
          <FilterBar
            narrowed={text() !== ''}
            onClear={() => setText('')}
            end={
              <>
                <span class="number faint">{sayNumber(table.rows.total())}</span>
                <ExportButton table={table} name="routers" />
                <ColumnMenu table={table} />
              </>
            }
          >
            <SearchField label="Search" text={text()} onText={setText} />
          </FilterBar>
          <Table
            table={table}
            label="Routers"
            rowName={({ name }) => name}
            empty={<EmptyState glyph="search" title="Nothing matches" />}
          />
          <BulkBar table={table} label="Selected routers">
            <Button>Back up</Button>
            <Button look="danger">Reboot</Button>
          </BulkBar>
        </div>
      </Sample>
      <Sample name="Table loading" wide>
        <div class="gallery-table gallery-short">
          <Table table={tableOf(() => undefined, sort, setSort)} label="Loading routers" />
        </div>
      </Sample>
      <Sample name="Table empty" wide>
        <div class="gallery-table gallery-short">
          <Table
            table={tableOf(() => [], sort, setSort)}
            label="No routers"
            empty={<EmptyState glyph="router" title="No router yet" text="Register the first one." />}
          />
        </div>
      </Sample>
    </>
  );
}

function tableOf(
  items: () => readonly SampleRouter[] | undefined,
  sort: () => string,
  onSort: (sort: string) => void,
  keys = false,
): TableModel<SampleRouter> {
  const rows = createArrayRows(items, {
    id: ({ id }) => id,
    sort,
    sorters: { name: ({ name }) => name, cpu: ({ cpu }) => cpu },
  });
  return createTable({
    name: `gallery${made}-${Math.random().toString(36).slice(2, 6)}`,
    rows,
    columns: () => columns,
    sort,
    onSort,
    selectable: true,
    onOpen: () => {},
    keys,
  });
}
