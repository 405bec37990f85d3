import type { Frame, Snapshot, ViewRow } from '#shared/wire/downstream.ts';

/** What a step changed; `replaced` when a snapshot took the place of everything. */
export interface RowsUpdate {
  readonly replaced: boolean;
  readonly put: readonly ViewRow[];
  readonly gone: readonly string[];
}

/**
 * The rows of one view as the server sent them. Applying anything twice, late or out of order is harmless: a position
 * is only ever left for a newer one, and a row only for a newer version.
 */
export class ViewRows {
  #rows = new Map<string, ViewRow>();
  #order: readonly string[] = [];
  #total = 0;

  get(id: string): ViewRow | undefined {
    return this.#rows.get(id);
  }

  /** In display order. */
  list(): ViewRow[] {
    return this.#order.map((id) => this.#rows.get(id)).filter((row) => row !== undefined);
  }

  get order(): readonly string[] {
    return this.#order;
  }

  /** How many rows match the filter, of which these are a window. */
  get total(): number {
    return this.#total;
  }

  replace({ rows, order, total }: Pick<Snapshot, 'rows' | 'order' | 'total'>): RowsUpdate {
    const before = this.#rows;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#order = order;
    this.#total = total;
    return { replaced: true, put: rows, gone: [...before.keys()].filter((id) => !this.#rows.has(id)) };
  }

  /** The caller has checked that the frame follows what was applied before. */
  step({ changes, order, total }: Frame): RowsUpdate {
    const put: ViewRow[] = [];
    const gone: string[] = [];
    for (const change of changes) {
      const known = this.#rows.get(change.id);
      if (change.op !== 'put') {
        if (this.#rows.delete(change.id)) gone.push(change.id);
      } else if (!known || change.version >= known.version) {
        const { id, version, fields } = change;
        put.push({ id, version, fields });
        this.#rows.set(id, { id, version, fields });
      }
    }
    if (order) this.#order = order;
    this.#total = total;
    return { replaced: false, put, gone };
  }

  clear(): RowsUpdate {
    return this.replace({ rows: [], order: [], total: 0 });
  }
}
