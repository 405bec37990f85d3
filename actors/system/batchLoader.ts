import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { StorageUnavailable, type DomainStore, type StoredState } from './ports.ts';

interface Waiting {
  readonly id: ActorId;
  readonly resolve: (stored: StoredState | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Activations of one tenant and kind that are asked for together become one query. */
export class BatchLoader {
  static readonly MOST = 1000;
  readonly #store: DomainStore;
  readonly #tenant: TenantId;
  readonly #kind: string;
  #waiting: Waiting[] = [];
  #loading = 0;

  constructor(store: DomainStore, tenant: TenantId, kind: string) {
    this.#store = store;
    this.#tenant = tenant;
    this.#kind = kind;
  }

  load(id: ActorId): Promise<StoredState | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, resolve, reject });
      if (this.#waiting.length === 1) void Promise.resolve().then(() => this.#next());
    });
  }

  /** Two queries at a time: one is read while the other is parsed. */
  #next(): void {
    while (this.#loading < 2 && this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BatchLoader.MOST);
      this.#waiting = this.#waiting.slice(BatchLoader.MOST);
      this.#loading += 1;
      void this.#run(batch).finally(() => {
        this.#loading -= 1;
        this.#next();
      });
    }
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const ids = [...new Set(batch.map((waiting) => waiting.id))];
      const found = await this.#store.load(this.#tenant, this.#kind, ids);
      for (const waiting of batch) waiting.resolve(found.get(waiting.id));
    } catch (error) {
      const [first] = batch;
      if (error instanceof StorageUnavailable || batch.every(({ id }) => id === first!.id)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      // A row that can't be read must not hurt its neighbours: halve until it stands alone.
      const ids = [...new Set(batch.map((waiting) => waiting.id))];
      const firstHalf = new Set(ids.slice(0, Math.ceil(ids.length / 2)));
      await this.#run(batch.filter(({ id }) => firstHalf.has(id)));
      await this.#run(batch.filter(({ id }) => !firstHalf.has(id)));
    }
  }
}
