import { BranchId } from '#shared/values/ids.ts';

/** Whose objects somebody may see and change; what has no branch belongs to all. */
export type BranchScope = readonly BranchId[] | 'all';

/** Text form for an audience: equal for everybody who sees the same. */
export function formatBranchScope(scope: BranchScope): string {
  return scope === 'all' ? 'all' : [...scope].toSorted().join(',');
}

/** Throws for text that {@link formatBranchScope} did not write. */
export function parseBranchScope(text: string): BranchScope {
  if (text === 'all') return 'all';
  return text === '' ? [] : text.split(',').map((id) => BranchId.parse(id));
}
