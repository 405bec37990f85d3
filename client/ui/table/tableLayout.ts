import { createSignal } from 'solid-js';
import { z } from 'zod';
import type { TableColumn } from './tableColumn.ts';

const Stored = z.object({
  /** Ids of the shown columns, in order; absent: as the screen proposes. */
  columns: z.array(z.string()).max(100).optional(),
  widths: z.record(z.string(), z.number().min(40).max(1_200)).default({}),
  roomy: z.boolean().default(false),
});
type Stored = z.infer<typeof Stored>;

/** Which columns are shown, in which order and how wide; remembered on this computer under the table's name. */
export interface TableLayout<Row> {
  shown(): readonly TableColumn<Row>[];
  all(): readonly TableColumn<Row>[];
  isShown(id: string): boolean;
  toggle(id: string): void;
  /** Moves a shown column by `step` places. */
  move(id: string, step: number): void;
  widthOf(id: string): number | undefined;
  setWidth(id: string, width: number): void;
  roomy(): boolean;
  setRoomy(roomy: boolean): void;
  /** As proposed by the screen. */
  reset(): void;
  changed(): boolean;
  /** The ids shown, for a saved view; undefined: as proposed. */
  chosen(): readonly string[] | undefined;
  choose(columns: readonly string[] | undefined): void;
}

const LEAST_WIDTH = 40;
const MOST_WIDTH = 1_200;

export function createTableLayout<Row>(name: string, columns: () => readonly TableColumn<Row>[]): TableLayout<Row> {
  const key = `lastmile.table.${name}`;
  const [stored, setStored] = createSignal(read(key));
  const write = (part: Partial<Stored>): void => {
    const next = { ...stored(), ...part };
    setStored(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  const proposed = (): string[] => columns().flatMap(({ id, extra }) => (extra === true ? [] : [id]));
  const ids = (): readonly string[] => {
    const known = new Set(columns().map(({ id }) => id));
    const wanted = (stored().columns ?? proposed()).filter((id) => known.has(id));
    const missing = columns().flatMap(({ id, fixed }) => (fixed === true && !wanted.includes(id) ? [id] : []));
    return [...missing, ...wanted];
  };
  return {
    all: columns,
    shown: () => ids().flatMap((id) => columns().find((column) => column.id === id) ?? []),
    isShown: (id) => ids().includes(id),
    toggle: (id) => {
      if (columns().find((column) => column.id === id)?.fixed === true) return;
      if (ids().includes(id)) return write({ columns: ids().filter((other) => other !== id) });
      const place = proposed().length === 0 ? ids().length : placeOf(id, ids(), columns());
      write({ columns: ids().toSpliced(place, 0, id) });
    },
    move: (id, step) => {
      const at = ids().indexOf(id);
      const to = at + step;
      if (at < 0 || to < 0 || to >= ids().length) return;
      write({ columns: ids().toSpliced(at, 1).toSpliced(to, 0, id) });
    },
    widthOf: (id) => stored().widths[id],
    setWidth: (id, width) =>
      write({
        widths: { ...stored().widths, [id]: Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width))) },
      }),
    roomy: () => stored().roomy,
    setRoomy: (roomy) => write({ roomy }),
    reset: () => {
      setStored(Stored.parse({}));
      localStorage.removeItem(key);
    },
    changed: () => stored().columns !== undefined || stored().roomy || Object.keys(stored().widths).length > 0,
    chosen: () => stored().columns,
    choose: (chosen) => {
      const { widths, roomy } = stored();
      const next = { widths, roomy, ...(chosen ? { columns: [...chosen] } : {}) };
      setStored(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  };
}

/** A column that comes back stands behind the nearest one that the screen puts before it. */
function placeOf(id: string, shown: readonly string[], columns: readonly TableColumn<never>[]): number {
  const order = columns.map((column) => column.id);
  const before = order.slice(0, order.indexOf(id)).findLast((other) => shown.includes(other));
  return before === undefined ? 0 : shown.indexOf(before) + 1;
}

function read(key: string): Stored {
  try {
    const found = Stored.safeParse(JSON.parse(localStorage.getItem(key) ?? '{}'));
    return found.success ? found.data : Stored.parse({});
  } catch {
    return Stored.parse({});
  }
}
