import type { RejectEntry } from '../radius/journalFeature.ts';
import { storableText } from './storableText.ts';

/** Refusals of one hour by router, name, MAC address and reason. */
export interface RejectRow extends RejectEntry {
  readonly hour: number;
}

const HOUR_MS = 3_600_000;

export class CollapsedRejects {
  readonly #rows = new Map<string, RejectRow>();

  add(entry: RejectEntry): void {
    const hour = Math.floor(entry.lastAt / HOUR_MS) * HOUR_MS;
    const username = storableText(entry.username).slice(0, 253);
    const key = [entry.tenantId, hour, entry.nasId, username, entry.mac ?? '', entry.reason].join('\n');
    const other = this.#rows.get(key);
    this.#rows.set(key, {
      ...entry,
      username,
      hour,
      subscriptionId: entry.subscriptionId ?? other?.subscriptionId,
      count: entry.count + (other?.count ?? 0),
      firstAt: Math.min(entry.firstAt, other?.firstAt ?? entry.firstAt),
      lastAt: Math.max(entry.lastAt, other?.lastAt ?? entry.lastAt),
    });
  }

  /** In the order of the table's key, so that writers wait for each other instead of locking each other out. */
  rows(): readonly RejectRow[] {
    return [...this.#rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}
