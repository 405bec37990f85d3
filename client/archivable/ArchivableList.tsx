import { createSignal, Show, type JSX } from 'solid-js';
import type { LiveView } from '../live/createLiveView.ts';
import { packageTabs } from '../package/packageTabs.ts';
import { useActs } from '../shell/acts.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { createArrayRows, type Sorters } from '../ui/table/arrayRows.ts';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import type { Archivable, ArchivableActs } from './archivable.ts';
import { createArchived } from './createArchived.ts';

export interface ArchivableListProps<Row extends Archivable> {
  /** Where its words are. */
  readonly area: 'package' | 'pool';
  /** What its columns are remembered by. */
  readonly name: string;
  readonly path: string;
  readonly glyph: GlyphName;
  readonly mayManage: boolean;
  readonly view: LiveView<Row>;
  readonly loadArchived: (signal: AbortSignal) => Promise<readonly Row[]>;
  readonly version: (row: Row) => number;
  readonly columns: readonly TableColumn<Row>[];
  readonly sorters: Sorters<Row>;
  readonly peek: (row: () => Row, acts: ArchivableActs) => JSX.Element;
  /** Beside the columns; told whether those that were archived are shown. */
  readonly end?: (archived: boolean) => JSX.Element;
  /** Of an existing one, or of a new one. */
  readonly dialog: (row: Row | undefined, onClose: () => void) => JSX.Element;
}

/** A list of what is sold or given out, live, with those that were archived behind a chip. */
export function ArchivableList<Row extends Archivable>(props: ArchivableListProps<Row>): JSX.Element {
  useTrail(() => [{ label: say(`${props.area}.title`) }]);
  const session = useSession();
  const [sort, setSort] = createSignal('name');
  const [peeked, setPeeked] = createSignal<string>();
  const [editing, setEditing] = createSignal<{ readonly row: Row | undefined }>();
  const close = (): void => {
    setPeeked(undefined);
  };
  const archived = createArchived(props.area, props.path, props.loadArchived, close);
  const items = (): readonly Row[] | undefined => {
    if (archived.shown()) return archived.rows();
    return props.view.state === 'loading' ? undefined : props.view.rows.map(({ fields }) => fields);
  };
  const rows = createArrayRows(items, { id: ({ id }) => id, version: props.version, sort, sorters: props.sorters });
  const table = createTable<Row>({
    name: props.name,
    rows,
    columns: () => props.columns,
    sort,
    onSort: setSort,
    onOpen: (id) => setPeeked(peeked() === id ? undefined : id),
    peeked,
    onBack: close,
    onMoved: (id) => peeked() !== undefined && id !== undefined && setPeeked(id),
  });
  const chosen = (): Row | undefined => rows.row(peeked() ?? '')?.fields;
  const addNew = (): void => {
    setEditing({ row: undefined });
  };
  useActs(() =>
    props.mayManage
      ? [{ id: `${props.area}.add`, label: say(`${props.area}.add`), glyph: 'plus', key: 'n', run: addNew }]
      : [],
  );
  const add = (): JSX.Element => (
    <Show when={props.mayManage}>
      <Button look="primary" hint="n" onClick={addNew}>
        {say(`${props.area}.add`)}
      </Button>
    </Show>
  );
  const actsOn = (row: () => Row): ArchivableActs => ({
    mayManage: props.mayManage,
    change: () => setEditing({ row: row() }),
    archive: () => archived.archive(row()),
    restore: () => archived.restore(row()),
    close,
  });
  return (
    <PeekLayout
      open={chosen() !== undefined}
      panel={<Show when={chosen()}>{(row) => props.peek(row, actsOn(row))}</Show>}
    >
      <TabLinks label={say(`${props.area}.title`)} tabs={packageTabs(session.permissions)}>
        {add()}
      </TabLinks>
      <FilterBar
        end={
          <>
            <ColumnMenu table={table} />
            {props.end?.(archived.shown())}
          </>
        }
      >
        <Chip pressed={archived.shown()} onToggle={archived.toggle}>
          {say(`${props.area}.archivedOnly`)}
        </Chip>
      </FilterBar>
      <Show
        when={props.view.state !== 'refused'}
        fallback={<ErrorState title={say(`${props.area}.revoked`)} text={props.view.refusal?.message ?? ''} />}
      >
        <Table
          table={table}
          label={say(`${props.area}.title`)}
          rowName={({ name }) => name}
          rowClass={({ archivedAt }) => (archivedAt === null ? '' : 'quiet')}
          empty={<Nothing area={props.area} glyph={props.glyph} archived={archived.shown()} add={add} />}
        />
      </Show>
      <Show when={editing()} keyed>
        {({ row }) => props.dialog(row, () => setEditing(undefined))}
      </Show>
    </PeekLayout>
  );
}

function Nothing(props: {
  area: 'package' | 'pool';
  glyph: GlyphName;
  archived: boolean;
  add: () => JSX.Element;
}): JSX.Element {
  return (
    <Show
      when={props.archived}
      fallback={
        <EmptyState glyph={props.glyph} title={say(`${props.area}.empty`)} text={say(`${props.area}.emptyText`)}>
          {props.add()}
        </EmptyState>
      }
    >
      <EmptyState
        glyph={props.glyph}
        title={say(`${props.area}.noneArchived`)}
        text={say(`${props.area}.noneArchivedText`)}
      />
    </Show>
  );
}
