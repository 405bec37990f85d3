import type { RejectEntry } from '../journal/entry.ts';
import type { RejectReason } from './rejectReason.ts';

const MOST = 5_000;

export interface Rejected {
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId?: string | undefined;
  readonly username: string;
  readonly mac?: string | undefined;
  readonly reason: RejectReason;
  readonly at: number;
}

/** Rejects since it was last taken, one entry for each router, name, device and reason: some routers redial for ever. */
export class RejectLog {
  readonly #entries = new Map<string, RejectEntry>();
  /** Of more names than are kept. */
  #others = 0;

  add({ at, ...rejected }: Rejected): void {
    const key = `${rejected.nasId} ${rejected.reason} ${rejected.mac ?? ''} ${rejected.username}`;
    const known = this.#entries.get(key);
    if (!known && this.#entries.size === MOST) this.#others += 1;
    else
      this.#entries.set(key, {
        ...rejected,
        count: (known?.count ?? 0) + 1,
        firstAt: known?.firstAt ?? at,
        lastAt: at,
      });
  }

  take(): { readonly entries: readonly RejectEntry[]; readonly others: number } {
    const taken = { entries: [...this.#entries.values()], others: this.#others };
    this.#entries.clear();
    this.#others = 0;
    return taken;
  }
}
