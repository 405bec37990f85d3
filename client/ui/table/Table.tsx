import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createMemo, createSignal, For, Match, on, onMount, Show, Switch, type JSX } from 'solid-js';
import { say, sayCount } from '../../words/words.ts';
import { Button } from '../Button.tsx';
import { createElementWidth } from '../elementWidth.ts';
import { ErrorState } from '../ErrorState.tsx';
import { Glyph } from '../Glyph.tsx';
import { createMedia, PHONE } from '../media.ts';
import { Skeleton } from '../Skeleton.tsx';
import type { TableModel } from './createTable.ts';
import { createSteadyScroll } from './steadyScroll.ts';
import './table.css';
import { gridStyle, visibleColumns } from './tableGrid.ts';
import { TableHead } from './TableHead.tsx';
import { TableLine } from './TableLine.tsx';

export interface TableProps<Row> {
  readonly table: TableModel<Row>;
  /** What the list is called, for screen readers. */
  readonly label: string;
  /** Shown instead when the list is known to be empty: an `EmptyState`. */
  readonly empty?: JSX.Element;
  /** Title of what is shown when the list may not be seen or could not be loaded. */
  readonly refusedTitle?: string;
  /** Extra classes of a row by its state: `strong`, `quiet`, or a screen's own. */
  readonly rowClass?: (row: Row) => string;
  /** Whether a row that appears is news and tinted. */
  readonly isNew?: (row: Row) => boolean;
  /** What of a row is news when it changes; default: everything. Lists of measured figures say less. */
  readonly news?: (row: Row) => unknown;
  /** What a row is called where it is named, e.g. "Select {name}". */
  readonly rowName?: (row: Row) => string;
}

/** The row heights of tokens.css; virtual rows need them as numbers. */
const ROW_HEIGHT = 32;
const ROOMY_ROW_HEIGHT = 40;
const PHONE_ROW_HEIGHT = 76;
const HEAD_HEIGHT = 30;

/** A long list of rows of equal height, of which only those in sight are drawn. Loading, refusal and emptiness included. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const rows = (): TableModel<Row>['rows'] => props.table.rows;
  const neverLoaded = (): boolean =>
    rows().loaded().length === 0 && rows().state() !== 'current' && rows().state() !== 'refused';
  return (
    <Switch>
      <Match when={rows().state() === 'refused'}>
        <ErrorState title={props.refusedTitle ?? say('ui.refused')} text={rows().refusal()?.message ?? ''} />
      </Match>
      <Match when={neverLoaded()}>
        <Skeleton rows={18} label={say('loading')} />
      </Match>
      <Match when={rows().total() === 0 && props.empty !== undefined}>{props.empty}</Match>
      <Match when={true}>
        <Grid {...props} />
      </Match>
    </Switch>
  );
}

function Grid<Row>(props: TableProps<Row>): JSX.Element {
  const { rows, cursor, layout, options } = props.table;
  // Known only once it is in the document: the virtualizer asks it for its window, which a loose element has not.
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  let scrollElement!: HTMLDivElement;
  onMount(() => setScroller(scrollElement));
  const [hovered, setHovered] = createSignal<string>();
  const phone = createMedia(PHONE);
  const width = createElementWidth(scroller);
  const rowHeight = (): number => (phone() ? PHONE_ROW_HEIGHT : layout.roomy() ? ROOMY_ROW_HEIGHT : ROW_HEIGHT);
  const headHeight = (): number => (phone() ? 0 : HEAD_HEIGHT);
  const virtualizer = createVirtualizer({
    get count() {
      return rows.total();
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => rowHeight(),
    get scrollMargin() {
      return headHeight();
    },
    get scrollPaddingStart() {
      return headHeight();
    },
    overscan: 10,
  });
  createEffect(on(rowHeight, () => virtualizer.measure(), { defer: true }));
  createEffect(
    on(
      () => options.listKey?.(),
      () => scroller()?.scrollTo({ top: 0 }),
      { defer: true },
    ),
  );

  const shown = createMemo(() => virtualizer.getVirtualItems().map((item) => item.index));
  createEffect(() => {
    const first = shown()[0];
    const last = shown().at(-1);
    if (first !== undefined && last !== undefined) rows.show(first, last);
  });
  const visibleCursor = (): string | undefined => (shown().includes(cursor.index()) ? cursor.id() : undefined);
  const steady = createSteadyScroll({
    rows,
    key: () => options.listKey?.() ?? '',
    rowHeight,
    scroller,
    held: () => hovered() ?? visibleCursor(),
  });
  props.table.onReveal((index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  const columns = createMemo(() => visibleColumns(layout, phone(), width(), options.selectable === true));
  const rowId = (id: string): string => `${options.name}-${id}`;

  return (
    <div class="table" classList={{ phone: phone(), roomy: layout.roomy() }}>
      <div
        ref={scrollElement}
        class="table-scroll"
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.total() + 1}
        aria-colcount={columns().length + (options.selectable === true ? 1 : 0)}
        aria-multiselectable={options.selectable === true}
        aria-busy={rows.changing()}
        aria-activedescendant={visibleCursor() === undefined ? undefined : rowId(visibleCursor() ?? '')}
        tabIndex={0}
        style={gridStyle(columns(), layout, options.selectable === true)}
        onScroll={() => steady.scrolled()}
        onPointerLeave={() => setHovered(undefined)}
      >
        <TableHead table={props.table} columns={columns()} />
        <div class="table-space" role="rowgroup" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          <For each={shown().map((index) => rows.idAt(index) ?? `#${index}`)}>
            {(key) => (
              <TableLine
                table={props.table}
                columns={columns()}
                id={key}
                elementId={rowId(key)}
                index={rows.indexOf(key) ?? Number(key.slice(1))}
                rowHeight={rowHeight()}
                phone={phone()}
                rowClass={props.rowClass}
                isNew={props.isNew}
                news={props.news}
                rowName={props.rowName}
                onHover={() => setHovered(key)}
              />
            )}
          </For>
        </div>
      </div>
      <Show when={steady.newAbove() > 0}>
        <Button class="table-above" onClick={() => scroller()?.scrollTo({ top: 0, behavior: 'smooth' })}>
          <Glyph name="up" />
          {sayCount('ui.newAbove', steady.newAbove())}
        </Button>
      </Show>
    </div>
  );
}
