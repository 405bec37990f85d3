import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createMemo, createSignal, For, on, onMount, Show, type JSX } from 'solid-js';
import type { AlarmRow, AlarmSort } from '#shared/alarm/view.ts';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { createMedia, PHONE } from '../ui/media.ts';
import { say, sayCount } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import type { AlarmCursor } from './alarmCursor.ts';
import type { AlarmSelection } from './alarmSelection.ts';
import { AlarmTableHead } from './AlarmTableHead.tsx';
import { AlarmTableRow } from './AlarmTableRow.tsx';
import './alarmTable.css';
import type { RowWindow } from './rowWindow.ts';
import { createSteadyScroll } from './steadyScroll.ts';

export interface AlarmTableProps {
  readonly rows: RowWindow<AlarmRow>;
  /** Changes when filter or sort change; the list then starts at its top. */
  readonly listKey: string;
  readonly sort: AlarmSort;
  readonly onSort: (sort: AlarmSort) => void;
  readonly cursor: AlarmCursor;
  readonly selection: AlarmSelection;
  readonly actions: AlarmActions;
  readonly peeked: string | undefined;
  readonly onOpen: (id: string) => void;
  /** Gives the screen a way to bring a row into sight. */
  readonly onReady: (reveal: (index: number) => void) => void;
}

/** The row heights of tokens.css (`--row-height`); virtual rows need them as numbers. */
const ROW_HEIGHT = 32;
const PHONE_ROW_HEIGHT = 76;

export function AlarmTable(props: AlarmTableProps): JSX.Element {
  // Known only once it is in the document: the virtualizer asks it for its window, which a loose element has not.
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  let scrollElement!: HTMLDivElement;
  onMount(() => setScroller(scrollElement));
  const [hovered, setHovered] = createSignal<string>();
  const phone = createMedia(PHONE);
  const rowHeight = (): number => (phone() ? PHONE_ROW_HEIGHT : ROW_HEIGHT);
  const virtualizer = createVirtualizer({
    get count() {
      return props.rows.total();
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => rowHeight(),
    overscan: 10,
  });
  createEffect(on(rowHeight, () => virtualizer.measure(), { defer: true }));
  createEffect(
    on(
      () => props.listKey,
      () => scroller()?.scrollTo({ top: 0 }),
      { defer: true },
    ),
  );

  const shown = createMemo(() => virtualizer.getVirtualItems().map((item) => item.index));
  createEffect(() => {
    const first = shown()[0];
    const last = shown().at(-1);
    if (first !== undefined && last !== undefined) props.rows.show(first, last);
  });
  const visibleCursor = (): string | undefined => {
    const index = props.cursor.index();
    return shown().includes(index) ? props.cursor.id() : undefined;
  };
  const steady = createSteadyScroll({
    rows: props.rows,
    key: () => props.listKey,
    rowHeight,
    scroller,
    held: () => hovered() ?? visibleCursor(),
  });
  props.onReady((index) => virtualizer.scrollToIndex(index, { align: 'auto' }));

  return (
    <div
      class="alarm-table"
      role="grid"
      aria-label={say('alarm.list')}
      aria-rowcount={props.rows.total()}
      aria-busy={props.rows.changing()}
      aria-activedescendant={visibleCursor() === undefined ? undefined : `alarm-${visibleCursor()}`}
      tabIndex={0}
    >
      <AlarmTableHead
        sort={props.sort}
        onSort={props.onSort}
        selection={props.selection}
        count={props.rows.loaded().length}
        loaded={() => props.rows.loaded().map(({ fields }) => fields)}
      />
      <div
        ref={scrollElement}
        class="alarm-scroll"
        role="presentation"
        onScroll={() => steady.scrolled()}
        onPointerLeave={() => setHovered(undefined)}
      >
        <div class="alarm-space" role="rowgroup" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          <For each={shown().map((index) => props.rows.idAt(index) ?? `#${index}`)}>
            {(key) => (
              <AlarmTableRow
                id={key}
                index={props.rows.indexOf(key) ?? Number(key.slice(1))}
                rowHeight={rowHeight()}
                row={props.rows.row(key)}
                live={props.rows.state() === 'current'}
                current={props.cursor.id() === key}
                peeked={props.peeked === key}
                selection={props.selection}
                actions={props.actions}
                onHover={() => setHovered(key)}
                onCursor={() => props.cursor.put(key)}
                onOpen={() => props.onOpen(key)}
              />
            )}
          </For>
        </div>
      </div>
      <Show when={steady.newAbove() > 0}>
        <Button class="alarm-above" onClick={() => scroller()?.scrollTo({ top: 0, behavior: 'smooth' })}>
          <Glyph name="up" />
          {sayCount('alarm.newAbove', steady.newAbove())}
        </Button>
      </Show>
    </div>
  );
}
