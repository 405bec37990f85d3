import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import { coversThing, type Reach } from '#shared/maintenance/covers.ts';
import type { Affected } from '#shared/maintenance/values.ts';
import type { MaintainedThing } from './maintainedKind.ts';

const MOST_THINGS = 5000;

/** Whether alarms in its scope are quiet now. */
export function isRunning({ state }: Pick<MaintenanceState, 'state'>): boolean {
  return state === 'running' || state === 'overrun';
}

/** What a window reaches, by what was found when it began. */
export function reachOf({ branchId, scope, affected }: MaintenanceState): Reach {
  return { branchId, scope, sources: (affected?.things ?? []).flatMap(({ sources }) => sources) };
}

/** The things in scope, to be kept with the window. */
export function affectedBy(
  window: Pick<MaintenanceState, 'branchId' | 'scope'>,
  things: readonly MaintainedThing[],
): Affected {
  const covered = things.filter((thing) => coversThing(window, thing));
  return {
    total: covered.length,
    things: covered.slice(0, MOST_THINGS).map(({ kind, id, name, branchId, sources, up }) => ({
      kind,
      id,
      name,
      ...(branchId === undefined ? {} : { branchId }),
      sources: [...sources].slice(0, 20),
      wasUp: up !== false,
    })),
  };
}

/** What decides about conflicts. */
export type Planned = Pick<MaintenanceState, 'id' | 'branchId' | 'scope' | 'fromAt' | 'toAt'>;

/** Whether two windows overlap in time and touch something in common, as far as their scopes tell. */
export function conflict(a: Planned, b: Planned): boolean {
  if (a.id === b.id || a.fromAt >= b.toAt || b.fromAt >= a.toAt) return false;
  if (a.branchId !== undefined && b.branchId !== undefined && a.branchId !== b.branchId) return false;
  return a.scope.some((one) => b.scope.some((other) => touches(one, other, a, b)));
}

type Item = MaintenanceState['scope'][number];

function touches(one: Item, other: Item, a: Planned, b: Planned): boolean {
  if (one.kind === 'branch' && other.kind === 'branch') return one.id === other.id;
  if (one.kind === 'nas' && other.kind === 'nas') return one.id === other.id;
  if (one.kind === 'alarmSource' && other.kind === 'alarmSource')
    return isBelow(one.name, other.name) || isBelow(other.name, one.name);
  // A branch and a thing: known to meet only where the other window says which branch it is of.
  if (one.kind === 'branch') return b.branchId === one.id;
  if (other.kind === 'branch') return a.branchId === other.id;
  return false;
}

function isBelow(source: string, name: string): boolean {
  return source === name || source.startsWith(`${name}/`);
}
