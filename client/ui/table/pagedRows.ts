import { createEffect, createMemo, createSignal, on } from 'solid-js';
import type { TableRow, TableRows } from './tableRows.ts';

export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** Handed to `load` for the page after this one; undefined on the last. */
  readonly next?: string | undefined;
  /** How many there are in all, when the server knows. */
  readonly total?: number | undefined;
}

export interface PagedRows<Row> extends TableRows<Row> {
  /** Why the last page could not be loaded; `retry` asks again. */
  trouble(): string | undefined;
  retry(): void;
  /** Starts again with the first page, e.g. after something was added. */
  reload(): void;
  /** Whether more pages exist. */
  more(): boolean;
}

/** Rows beyond the loaded ones for which there is a place while another page exists. */
const AHEAD = 20;

/** Pages over HTTP, loaded as one scrolls. `key` changes with filter and sort and starts the list again. */
export function createPagedRows<Row>(options: {
  readonly key: () => string;
  readonly load: (next: string | undefined) => Promise<RowPage<Row>>;
  readonly id: (row: Row) => string;
  readonly version?: (row: Row) => number;
}): PagedRows<Row> {
  const [rows, setRows] = createSignal<readonly TableRow<Row>[]>([]);
  const [page, setPage] = createSignal<Pick<RowPage<Row>, 'next' | 'total'>>({});
  const [state, setState] = createSignal<'loading' | 'current' | 'refused'>('loading');
  const [asking, setAsking] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  let asked = 0;

  const load = async (next: string | undefined): Promise<void> => {
    asked += 1;
    const mine = asked;
    setAsking(true);
    setTrouble(undefined);
    try {
      const found = await options.load(next);
      if (mine !== asked) return;
      const added = found.rows.map((fields) => ({
        id: options.id(fields),
        version: options.version?.(fields) ?? 0,
        fields,
      }));
      setRows((held) => (next === undefined ? added : [...held, ...added]));
      setPage({ next: found.next, total: found.total });
      setState('current');
    } catch (error) {
      if (mine !== asked) return;
      setTrouble(error instanceof Error ? error.message : String(error));
      if (rows().length === 0) setState('refused');
    } finally {
      if (mine === asked) setAsking(false);
    }
  };
  createEffect(on(options.key, () => void load(undefined)));

  const indexes = createMemo(() => new Map(rows().map(({ id }, index) => [id, index])));
  const more = (): boolean => page().next !== undefined;
  return {
    total: () => Math.max(page().total ?? 0, rows().length + (more() ? AHEAD : 0)),
    state,
    refusal: () => (state() === 'refused' ? { message: trouble() ?? '' } : undefined),
    changing: asking,
    idAt: (index) => rows()[index]?.id,
    indexOf: (id) => indexes().get(id),
    row: (id) => rows()[indexes().get(id) ?? -1],
    loaded: rows,
    range: () => ({ from: 0, to: rows().length }),
    show: (_, last) => {
      if (last >= rows().length - 1 && more() && !asking() && trouble() === undefined) void load(page().next);
    },
    trouble,
    retry: () => void load(rows().length === 0 ? undefined : page().next),
    reload: () => void load(undefined),
    more,
  };
}
