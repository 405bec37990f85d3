import type { SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId } from '#shared/values/ids.ts';

/** The last row of the page before: the value it is sorted by, and its id. */
export interface ListCursor {
  readonly value: string;
  readonly id: ActorId;
}

interface Sorted {
  readonly id: ActorId;
  readonly number: number;
  readonly usernameKey: string | null;
  readonly validUntil: number | null;
  /** When it came in. */
  readonly since?: number | undefined;
}

export function cursorText(sort: SubscriptionSort, row: Sorted): string {
  const value = {
    newest: row.number,
    number: row.number,
    username: row.usernameKey,
    end: row.validUntil,
    online: row.since,
  }[sort];
  return `${row.id}_${value ?? ''}`;
}

/** Undefined when it is none of this sort. */
export function parseCursor(sort: SubscriptionSort, text: string): ListCursor | undefined {
  const id = ActorId.safeParse(text.slice(0, 36));
  const value = text.slice(37);
  if (!id.success || text[36] !== '_') return undefined;
  return sort === 'username' || /^\d{1,16}$/.test(value) ? { id: id.data, value } : undefined;
}
