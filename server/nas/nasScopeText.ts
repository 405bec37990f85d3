import { BranchId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { NasScope } from './storedNas.ts';

/** Text form for an audience: equal for everybody who sees the same routers. */
export function formatNasScope({ branches }: Pick<Subject, 'branches'>): string {
  return branches === 'all' ? 'all' : [...branches].toSorted().join(',');
}

/** Throws for text that {@link formatNasScope} did not write. */
export function parseNasScope(text: string): NasScope {
  if (text === 'all') return 'all';
  return text === '' ? [] : text.split(',').map((id) => BranchId.parse(id));
}

export function inNasScope(scope: NasScope, branchId: BranchId | null): boolean {
  return scope === 'all' || branchId === null || scope.includes(branchId);
}
