import { BranchId, UserId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';

/** Which alarms somebody may see, and whose "mine" is meant. */
export interface AlarmScope {
  readonly branches: ReadonlySet<BranchId> | 'all';
  /** Present only when the request asks for "mine". */
  readonly user: UserId | undefined;
}

/** Text form for an audience: equal for everybody who sees the same alarms. */
export function formatAlarmScope({ branches }: Pick<Subject, 'branches'>, user?: UserId): string {
  const list = branches === 'all' ? 'all' : [...branches].toSorted().join(',');
  return user === undefined ? list : `${list} ${user}`;
}

/** Throws for text that {@link formatAlarmScope} did not write. */
export function parseAlarmScope(text: string): AlarmScope {
  const [list = '', user] = text.split(' ');
  const ids = list === '' ? [] : list.split(',');
  return {
    branches: list === 'all' ? 'all' : new Set(ids.map((id) => BranchId.parse(id))),
    user: user === undefined ? undefined : UserId.parse(user),
  };
}

/** An alarm without branch belongs to all of them. */
export function isInScope({ branches }: AlarmScope, branchId: BranchId | undefined): boolean {
  return branches === 'all' || branchId === undefined || branches.has(branchId);
}
