import { createSignal } from 'solid-js';

/** Rows marked for one act together, as they were when marked. Survives scrolling and changes of the list. */
export interface RowSelection<Row> {
  size(): number;
  has(id: string): boolean;
  ids(): readonly string[];
  rows(): readonly Row[];
  toggle(id: string, row: Row): void;
  add(rows: readonly { readonly id: string; readonly fields: Row }[]): void;
  clear(): void;
}

export function createRowSelection<Row>(): RowSelection<Row> {
  const [marked, setMarked] = createSignal<ReadonlyMap<string, Row>>(new Map());
  return {
    size: () => marked().size,
    has: (id) => marked().has(id),
    ids: () => [...marked().keys()],
    rows: () => [...marked().values()],
    toggle: (id, row) =>
      setMarked((before) => {
        const after = new Map(before);
        if (!after.delete(id)) after.set(id, row);
        return after;
      }),
    add: (rows) => setMarked((before) => new Map([...before, ...rows.map(({ id, fields }) => [id, fields] as const)])),
    clear: () => setMarked(new Map<string, Row>()),
  };
}
