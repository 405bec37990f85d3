import { createEffect, createMemo, createSignal, on, untrack } from 'solid-js';
import type { z } from 'zod';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest, Window } from '#shared/wire/viewRequest.ts';
import { createLiveView, type LiveRow, type LiveView } from './createLiveView.ts';
import type { LiveConnection } from './liveConnection.ts';

type Windowed = Extract<ViewRequest, { window: Window }>;

/** A long list of which the server sends the part around what is visible. Indexes count from the list's start. */
export interface RowWindow<Row> {
  total(): number;
  state(): LiveView<Row>['state'];
  refusal(): Refusal | undefined;
  /** True while the rows shown still answer the previous filter or sort. */
  changing(): boolean;
  /** Undefined: not loaded. */
  idAt(index: number): string | undefined;
  indexOf(id: string): number | undefined;
  row(id: string): LiveRow<Row> | undefined;
  /** All loaded rows, in order. */
  loaded(): readonly LiveRow<Row>[];
  /** First loaded index and the one behind the last. */
  range(): { readonly from: number; readonly to: number };
  /** Tells which rows are on the screen; loads their surroundings when needed. */
  show(first: number, last: number): void;
}

export interface WindowedList {
  /** Changes when another filter or sort makes it another list. */
  readonly key: string;
  request(window: Window): Windowed;
}

/** Few sizes and starting places, so that screens at nearly the same place share one view on the server. */
const SIZE = 120;
const TALL_SIZE = 200;
const STEP = 40;
/** Rows kept ready beyond both edges, so that the next window is there before the edge is seen. */
const SPARE = 20;

interface Slot {
  readonly key: string;
  readonly request: Windowed;
}

/**
 * Two subscriptions take turns: the next window is loaded beside the present one and replaces it when it is complete,
 * so scrolling and filtering never empty the screen, and which index a row has is never in doubt.
 */
export function createRowWindow<Row>(
  connection: LiveConnection,
  list: () => WindowedList,
  schema: z.ZodType<Row>,
): RowWindow<Row> {
  const first = (): Slot => ({ key: list().key, request: list().request({ offset: 0, limit: SIZE }) });
  const [slots, setSlots] = createSignal<readonly [Slot | undefined, Slot | undefined]>([untrack(first), undefined]);
  const [active, setActive] = createSignal<0 | 1>(0);
  const requests = [createMemo(() => slots()[0]?.request), createMemo(() => slots()[1]?.request)] as const;
  const views = [
    createLiveView(connection, requests[0], schema),
    createLiveView(connection, requests[1], schema),
  ] as const;

  const load = (slot: Slot): void => {
    setSlots(([left, right]) => (untrack(active) === 0 ? [left, slot] : [slot, right]));
  };
  createEffect(
    on(
      () => list().key,
      () => load(first()),
      { defer: true },
    ),
  );
  createEffect(() => {
    const spare = active() === 0 ? 1 : 0;
    const complete = views[spare].state === 'current' || views[spare].state === 'refused';
    if (!slots()[spare] || !complete) return;
    setActive(spare);
    setSlots(([left, right]) => (spare === 0 ? [left, undefined] : [undefined, right]));
  });

  const view = (): LiveView<Row> => views[active()];
  const offset = (): number => slots()[active()]?.request.window.offset ?? 0;
  const indexes = createMemo(() => new Map(view().rows.map(({ id }, at) => [id, offset() + at])));
  const rowAt = (index: number): LiveRow<Row> | undefined => view().rows[index - offset()];

  return {
    total: () => view().total,
    state: () => view().state,
    refusal: () => view().refusal,
    changing: () => slots()[active()]?.key !== list().key,
    idAt: (index) => rowAt(index)?.id,
    indexOf: (id) => indexes().get(id),
    row: (id) => {
      const index = indexes().get(id);
      return index === undefined ? undefined : rowAt(index);
    },
    loaded: () => view().rows,
    range: () => ({ from: offset(), to: offset() + view().rows.length }),
    show: (from, to) => {
      const wanted = slots()[active() === 0 ? 1 : 0] ?? slots()[active()];
      if (!wanted || wanted.key !== list().key || covers(wanted.request.window, from, to, view().total)) return;
      const window = windowAround(from, to);
      const { offset: before, limit } = wanted.request.window;
      if (window.offset !== before || window.limit !== limit)
        load({ key: list().key, request: list().request(window) });
    },
  };
}

function windowAround(from: number, to: number): Window {
  const limit = to - from + 1 + 2 * SPARE + STEP > SIZE ? TALL_SIZE : SIZE;
  const offset = Math.max(0, Math.round(((from + to) / 2 - limit / 2) / STEP) * STEP);
  return { offset, limit };
}

function covers({ offset, limit }: Window, from: number, to: number, total: number): boolean {
  const enoughBefore = offset === 0 || from - SPARE >= offset;
  const enoughAfter = offset + limit >= total || to + SPARE <= offset + limit;
  return enoughBefore && enoughAfter;
}
