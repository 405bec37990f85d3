import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { ScopeItem } from '#shared/maintenance/values.ts';
import type { MaintenanceDetail, MaintenanceRow, MaintenanceThing } from '#shared/maintenance/view.ts';
import type { BranchId } from '#shared/values/ids.ts';
import type { Fields } from '#shared/wire/downstream.ts';
import type { Names } from '../platform/names.ts';
import type { MaintainedThing } from './maintainedKind.ts';
import { conflict } from './windowReach.ts';

export interface RowParts {
  readonly window: MaintenanceState;
  readonly names: Names;
  /** By `kind/id`, for what it is called. */
  readonly things: ReadonlyMap<string, MaintainedThing>;
  /** Of the tenant, for conflicts. */
  readonly open: readonly MaintenanceState[];
  readonly quiet: number;
}

const NAMED = 3;

export function maintenanceRow(parts: RowParts): MaintenanceRow {
  const { window, names, quiet } = parts;
  const covers = scopeNames(parts);
  return {
    id: window.id,
    title: window.title,
    state: window.state,
    branchId: window.branchId,
    branchName: window.branchId && names.branchName(window.branchId),
    from: window.fromAt,
    to: window.toAt,
    startedAt: window.startedAt,
    endedAt: window.endedAt,
    ownerId: window.ownerId,
    ownerName: window.ownerId && names.userName(window.ownerId),
    covers: covers.slice(0, NAMED),
    coversMore: Math.max(0, covers.length - NAMED),
    affected: window.affected?.total,
    shelved: quiet,
    notBack: window.report?.total,
    conflicts: conflictsOf(parts).length,
  };
}

export function maintenanceDetail(parts: RowParts): MaintenanceDetail {
  const { window, names } = parts;
  return {
    ...maintenanceRow(parts),
    reason: window.reason,
    impact: window.impact,
    scope: [...window.scope],
    scopeNames: scopeNames(parts),
    notices: window.notices.map(({ beforeMs, to }) => ({ beforeMs, to })),
    plannedAt: window.plannedAt,
    plannedByName: window.plannedBy && names.userName(window.plannedBy),
    firstTo: window.firstToAt,
    overranAt: window.overranAt,
    outcome: window.outcome,
    endedByName: window.endedBy && names.userName(window.endedBy),
    report: window.report,
    told: window.told.map(({ userId, ...told }) => ({ ...told, name: names.userName(userId) ?? '' })),
    conflicting: conflictsOf(parts).map(({ id, title, fromAt, toAt }) => ({ id, title, from: fromAt, to: toAt })),
  };
}

/** What was affected, with how it is now. */
export function maintenanceThings({ window, names, things }: RowParts): readonly MaintenanceThing[] {
  return (window.affected?.things ?? []).map(({ kind, id, name, branchId, wasUp }) => {
    const now = things.get(`${kind}/${id}`);
    return {
      kind,
      thingId: id,
      name: now?.name ?? name,
      branchName: branchId && names.branchName(branchId),
      wasUp,
      up: now?.up,
      state: now?.state,
    };
  });
}

/** Without what is undefined, as JSON has it. */
export function fieldsOf(row: object): Fields {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Fields;
}

function conflictsOf({ window, open }: RowParts): readonly MaintenanceState[] {
  return window.endedAt === undefined ? open.filter((other) => conflict(window, other)) : [];
}

function scopeNames({ window, names, things }: RowParts): string[] {
  return window.scope.map((item) => nameOf(item, names, things));
}

function nameOf(item: ScopeItem, names: Names, things: RowParts['things']): string {
  if (item.kind === 'branch') return names.branchName(item.id as BranchId) ?? '—';
  if (item.kind === 'alarmSource') return item.name;
  return things.get(`${item.kind}/${item.id}`)?.name ?? item.id;
}
