import { For, Show, type JSX } from 'solid-js';
import { sayCount } from '../../words/words.ts';
import { Glyph } from '../Glyph.tsx';
import type { TableModel } from './createTable.ts';
import type { TableColumn } from './tableColumn.ts';

interface TableHeadProps<Row> {
  readonly table: TableModel<Row>;
  readonly columns: readonly TableColumn<Row>[];
}

/** Column names; those that can be sorted are buttons. The right edge is dragged, or Alt with an arrow, for the width. */
export function TableHead<Row>(props: TableHeadProps<Row>): JSX.Element {
  const { selection, rows, options } = props.table;
  const loaded = () => rows.loaded();
  const all = (): boolean => selection.size() > 0 && loaded().every(({ id }) => selection.has(id));
  return (
    <div class="table-head" role="rowgroup">
      <div class="table-grid" role="row" aria-rowindex={1}>
        <Show when={options.selectable === true}>
          <span role="columnheader" class="cell-select">
            <input
              type="checkbox"
              aria-label={sayCount('ui.selectLoaded', loaded().length)}
              title={sayCount('ui.selectLoaded', loaded().length)}
              checked={all()}
              onChange={() => (all() ? selection.clear() : selection.add(loaded()))}
            />
          </span>
        </Show>
        <For each={props.columns}>{(column) => <HeadCell table={props.table} column={column} />}</For>
      </div>
    </div>
  );
}

function HeadCell<Row>(props: { table: TableModel<Row>; column: TableColumn<Row> }): JSX.Element {
  const { options, layout } = props.table;
  let element!: HTMLSpanElement;
  const direction = (): 'ascending' | 'descending' | 'none' => {
    const sort = options.sort?.();
    if (sort === undefined || !props.column.sort) return 'none';
    if (sort === props.column.sort.ascending) return 'ascending';
    return sort === props.column.sort.descending ? 'descending' : 'none';
  };
  const widen = (step: number): void => layout.setWidth(props.column.id, element.clientWidth + step);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    widen(event.key === 'ArrowLeft' ? -16 : 16);
  };
  return (
    <span
      ref={element}
      role="columnheader"
      class={`head-cell cell-${props.column.id}`}
      classList={{ end: props.column.align === 'end' }}
      aria-sort={props.column.sort && options.onSort ? direction() : undefined}
    >
      <Show when={props.column.sort && options.onSort} fallback={<span class="truncate">{props.column.title()}</span>}>
        <button
          type="button"
          class="sort"
          onClick={() => options.onSort?.(nextSort(props.column, direction()))}
          onKeyDown={onKeyDown}
        >
          <span class="truncate">{props.column.title()}</span>
          <Show when={direction() !== 'none'}>
            <Glyph name={direction() === 'ascending' ? 'up' : 'down'} />
          </Show>
        </button>
      </Show>
      <span
        class="resize"
        aria-hidden="true"
        onPointerDown={(event) =>
          dragWidth(event, element.clientWidth, (width) => layout.setWidth(props.column.id, width))
        }
      />
    </span>
  );
}

function nextSort<Row>({ sort }: TableColumn<Row>, present: 'ascending' | 'descending' | 'none'): string {
  const [one, other] =
    sort?.first === 'descending' ? [sort.descending, sort.ascending] : [sort?.ascending, sort?.descending];
  const active = present === 'none' ? undefined : sort?.[present];
  return (active === one ? other : one) ?? one ?? other ?? '';
}

function dragWidth(start: PointerEvent, before: number, tell: (width: number) => void): void {
  start.preventDefault();
  const move = (event: PointerEvent): void => tell(before + event.clientX - start.clientX);
  const end = (): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}
