import type { BranchId } from '../values/ids.ts';
import { MAINTENANCE_OVERRUN, type ScopeItem } from './values.ts';

/** Of a window, what decides about its reach. */
export interface Reach {
  readonly branchId: BranchId | undefined;
  readonly scope: readonly ScopeItem[];
  /** Of things in scope that go by id: names under which their alarms come. */
  readonly sources: readonly string[];
}

interface Located {
  readonly branchId?: BranchId | undefined;
}

/** Whether the window covers an alarm: by its branch, or by what reports it. What windows raise themselves is never quiet. */
export function coversAlarm(
  reach: Reach,
  alarm: Located & { readonly source: string; readonly cause: string },
): boolean {
  if (alarm.cause === MAINTENANCE_OVERRUN || !inBranch(reach, alarm)) return false;
  if (reach.sources.some((name) => isBelow(alarm.source, name))) return true;
  return reach.scope.some((item) => {
    if (item.kind === 'branch') return item.id === alarm.branchId;
    return item.kind === 'alarmSource' && isBelow(alarm.source, item.name);
  });
}

/** The same for equipment: by its branch, its id, or a name under which its alarms come. */
export function coversThing(
  reach: Pick<Reach, 'branchId' | 'scope'>,
  thing: Located & { readonly kind: string; readonly id: string; readonly sources: readonly string[] },
): boolean {
  if (!inBranch(reach, thing)) return false;
  return reach.scope.some((item) => {
    if (item.kind === 'branch') return item.id === thing.branchId;
    if (item.kind === 'alarmSource') return thing.sources.some((source) => isBelow(source, item.name));
    return item.kind === thing.kind && item.id === thing.id;
  });
}

/** A window of a branch touches nothing outside of it, whatever its scope names. */
function inBranch({ branchId }: Pick<Reach, 'branchId'>, located: Located): boolean {
  return branchId === undefined || branchId === located.branchId;
}

function isBelow(source: string, name: string): boolean {
  return source === name || source.startsWith(`${name}/`);
}
