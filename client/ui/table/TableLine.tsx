import { createEffect, For, on, onMount, Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { longPress } from '../longPress.ts';
import { tint } from '../tint.ts';
import type { TableModel } from './createTable.ts';
import type { TableColumn } from './tableColumn.ts';
import type { TableRow } from './tableRows.ts';

interface TableLineProps<Row> {
  readonly table: TableModel<Row>;
  readonly columns: readonly TableColumn<Row>[];
  readonly id: string;
  readonly elementId: string;
  readonly index: number;
  readonly rowHeight: number;
  readonly phone: boolean;
  readonly rowClass: ((row: Row) => string) | undefined;
  readonly isNew: ((row: Row) => boolean) | undefined;
  readonly news: ((row: Row) => unknown) | undefined;
  readonly rowName: ((row: Row) => string) | undefined;
  readonly onHover: () => void;
}

/** One line of a table; a skeleton of the same height until its row is loaded. */
export function TableLine<Row>(props: TableLineProps<Row>): JSX.Element {
  const { selection, cursor, options, rows } = props.table;
  let element!: HTMLDivElement;
  const row = (): TableRow<Row> | undefined => rows.row(props.id);
  const selected = (): boolean => selection.has(props.id);
  const toggle = (): void => {
    const present = row();
    if (present) selection.toggle(present.id, present.fields);
  };
  createEffect(
    on(
      () => {
        const present = row();
        return present && (props.news ? props.news(present.fields) : present.version);
      },
      (news, before) => before !== undefined && news !== undefined && news !== before && tint(element),
    ),
  );
  onMount(() => {
    const present = row();
    if (present && rows.state() === 'current' && props.isNew?.(present.fields) === true) tint(element);
    if (options.selectable === true) longPress(element, toggle);
  });
  // One string: a changing `class` would wipe out what `classList` has set.
  const classes = (): string => {
    const present = row();
    return [
      'table-grid table-row',
      present ? (props.rowClass?.(present.fields) ?? '') : 'skeleton',
      cursor.id() === props.id ? 'current' : '',
      options.peeked?.() === props.id ? 'peeked' : '',
      selected() ? 'selected' : '',
      options.onOpen ? 'opens' : '',
    ].join(' ');
  };
  const open = (event: MouseEvent): void => {
    const present = row();
    if (!present) return;
    if (options.selectable === true && event.shiftKey) return markUpTo(props.table, props.index);
    // Once something is marked, a tap marks more: there is no other way on a phone.
    if (props.phone && selection.size() > 0) return toggle();
    cursor.put(props.id);
    options.onOpen?.(props.id);
  };
  return (
    <div
      ref={element}
      class={classes()}
      id={props.elementId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={options.selectable === true ? selected() : cursor.id() === props.id}
      data-id={props.id}
      style={{ transform: `translateY(${props.index * props.rowHeight}px)` }}
      onPointerEnter={() => props.onHover()}
      onClick={open}
    >
      <Show when={row()} fallback={<Bones columns={props.columns} selectable={options.selectable === true} />}>
        {(present) => (
          <>
            <Show when={options.selectable === true && !props.phone}>
              <span role="gridcell" class="cell-select" onClick={(event) => event.stopPropagation()}>
                <input
                  type="checkbox"
                  tabIndex={-1}
                  aria-label={say('ui.select', { name: props.rowName?.(present().fields) ?? props.id })}
                  checked={selected()}
                  onChange={toggle}
                />
              </span>
            </Show>
            <For each={props.columns}>{(column) => <Cell column={column} row={present()} phone={props.phone} />}</For>
          </>
        )}
      </Show>
    </div>
  );
}

function Cell<Row>(props: { column: TableColumn<Row>; row: TableRow<Row>; phone: boolean }): JSX.Element {
  return (
    <span
      role="gridcell"
      class={`cell cell-${props.column.id} ${props.phone ? `at-${props.column.phone}` : ''}`}
      classList={{ end: props.column.align === 'end' }}
      title={props.column.text?.(props.row.fields)?.toString()}
    >
      {props.column.cell(props.row.fields, props.row.id)}
    </span>
  );
}

function Bones<Row>(props: { columns: readonly TableColumn<Row>[]; selectable: boolean }): JSX.Element {
  return (
    <>
      <Show when={props.selectable}>
        <span role="gridcell" class="cell-select" />
      </Show>
      <For each={props.columns}>
        {({ grow }) => <span role="gridcell" class="bone" classList={{ wide: grow !== undefined }} />}
      </For>
    </>
  );
}

/** Everything loaded between the cursor and the row that was clicked with Shift. */
function markUpTo<Row>({ rows, cursor, selection }: TableModel<Row>, index: number): void {
  const from = Math.max(0, cursor.index() < 0 ? index : Math.min(cursor.index(), index));
  const to = Math.max(cursor.index(), index);
  const marked = [];
  for (let at = from; at <= to; at += 1) {
    const row = rows.row(rows.idAt(at) ?? '');
    if (row) marked.push(row);
  }
  selection.add(marked);
}
