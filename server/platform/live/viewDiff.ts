import type { Change, ViewRow } from '#shared/wire/downstream.ts';
import type { ViewContent } from './viewSource.ts';

/** What the subscribers of a view have, as far as was sent. */
export interface SentContent {
  readonly rows: ReadonlyMap<string, ViewRow>;
  readonly order: readonly string[];
  readonly total: number;
}

export interface ContentDiff {
  readonly changes: readonly Change[];
  /** Present when membership or order changed. */
  readonly order: readonly string[] | undefined;
  readonly next: SentContent;
}

export function sentContent(content: ViewContent): SentContent {
  return {
    rows: new Map(content.rows.map((row) => [row.id, row])),
    order: content.rows.map((row) => row.id),
    total: content.total,
  };
}

/**
 * The step from what was sent to the present content, by id and version; undefined when there is none.
 * Rows of one id must not change without a new version, nor may versions go back while the view is open.
 */
export function diffContent(
  sent: SentContent,
  content: ViewContent,
  exists: (id: string) => boolean,
): ContentDiff | undefined {
  const next = sentContent(content);
  const changes: Change[] = [];
  for (const row of content.rows) {
    if (sent.rows.get(row.id)?.version !== row.version) changes.push({ op: 'put', ...row });
  }
  for (const [id, { version }] of sent.rows) {
    if (!next.rows.has(id)) changes.push({ op: exists(id) ? 'leave' : 'remove', id, version });
  }
  const order = sameOrder(sent.order, next.order) ? undefined : next.order;
  if (changes.length === 0 && order === undefined && sent.total === next.total) return undefined;
  return { changes, order, next };
}

function sameOrder(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((id, at) => id === after[at]);
}
