import type { BulkJobRow } from '#shared/bulk/job.ts';
import { BulkAct } from '#shared/bulk/requests.ts';
import { say } from '../words/words.ts';

const acts = new Set<string>(BulkAct.options.map((option) => option.shape.act.value));

/** What a job is called: the name of its file, or what it does. */
export function bulkTitle({ kind, title }: Pick<BulkJobRow, 'kind' | 'title'>): string {
  return kind === 'act' && acts.has(title) ? say(`bulk.act.${title}` as 'bulk.act.suspend') : title;
}
