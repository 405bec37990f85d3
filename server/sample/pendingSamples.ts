import type { TenantId } from '#shared/values/ids.ts';
import type { Sample, SampledObject } from './sampleSink.ts';

/** What was read of one object at one time, on its way to the database. */
export interface PendingRow {
  readonly object: SampledObject;
  readonly at: number;
  /** By metric; the later figure counts. */
  readonly figures: Map<string, number>;
}

/** Figures that wait to be written, oldest first, by tenant; never more than `most`. */
export class PendingSamples {
  readonly #most: number;
  readonly #tenants = new Map<TenantId, Map<string, PendingRow>>();
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  tenants(): readonly TenantId[] {
    return [...this.#tenants.keys()];
  }

  /** Answers of how many older figures room was made for it. */
  add({ tenant, object, metric, at, value }: Sample): number {
    const rows = this.#rowsOf(tenant);
    const key = `${object.kind}/${object.id}/${at}`;
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = { object, at, figures: new Map() }));
    if (!row.figures.has(metric)) this.#count += 1;
    row.figures.set(metric, value);
    return this.#makeRoom(tenant);
  }

  /** Takes out the oldest rows of a tenant. */
  take(tenant: TenantId, mostRows: number): readonly PendingRow[] {
    const rows = this.#tenants.get(tenant);
    if (!rows) return [];
    const taken: PendingRow[] = [];
    for (const [key, row] of rows) {
      if (taken.length === mostRows) break;
      rows.delete(key);
      this.#count -= row.figures.size;
      taken.push(row);
    }
    if (rows.size === 0) this.#tenants.delete(tenant);
    return taken;
  }

  /** Rows that could not be written wait again, before all others; answers how many figures did not fit any more. */
  putBack(tenant: TenantId, rows: readonly PendingRow[]): number {
    const newer = [...this.#rowsOf(tenant).values()];
    this.#tenants.set(tenant, new Map());
    this.#count -= newer.reduce((sum, { figures }) => sum + figures.size, 0);
    let lost = 0;
    for (const { object, at, figures } of [...rows, ...newer]) {
      for (const [metric, value] of figures) lost += this.add({ tenant, object, metric, at, value });
    }
    return lost;
  }

  #rowsOf(tenant: TenantId): Map<string, PendingRow> {
    let rows = this.#tenants.get(tenant);
    if (!rows) this.#tenants.set(tenant, (rows = new Map<string, PendingRow>()));
    return rows;
  }

  /** The oldest of the same tenant go: a company that floods loses its own figures, not another's. */
  #makeRoom(tenant: TenantId): number {
    let lost = 0;
    while (this.#count > this.#most) {
      const [oldest] = this.take(tenant, 1);
      lost += oldest?.figures.size ?? 0;
    }
    return lost;
  }
}
