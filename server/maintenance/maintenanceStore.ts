import type { PoolClient } from 'pg';
import { z } from 'zod';
import { MAINTENANCE } from '#actors/maintenance/maintenanceActor.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import {
  Affected,
  EndReport,
  MaintenanceNotice,
  MaintenanceState as StateName,
  ScopeItem,
  ToldPerson,
} from '#shared/maintenance/values.ts';
import { ActorId, BranchId, UserId, type TenantId } from '#shared/values/ids.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';

const State: z.ZodType<MaintenanceState> = z
  .object({
    id: ActorId,
    state: StateName,
    title: z.string(),
    reason: z.string(),
    impact: z.string(),
    branchId: BranchId.optional(),
    scope: z.array(ScopeItem),
    ownerId: UserId.optional(),
    plannedBy: UserId.optional(),
    plannedAt: z.number(),
    fromAt: z.number(),
    toAt: z.number(),
    firstToAt: z.number(),
    notices: z.array(MaintenanceNotice.extend({ given: z.boolean() })),
    told: z.array(ToldPerson),
    startedAt: z.number().optional(),
    startedBy: UserId.optional(),
    overranAt: z.number().optional(),
    endedAt: z.number().optional(),
    endedBy: UserId.optional(),
    outcome: z.string().optional(),
    affected: Affected.optional(),
    report: EndReport.optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

const absent = {
  branchId: undefined,
  ownerId: undefined,
  plannedBy: undefined,
  startedAt: undefined,
  startedBy: undefined,
  overranAt: undefined,
  endedAt: undefined,
  endedBy: undefined,
  outcome: undefined,
  affected: undefined,
  report: undefined,
};

export const maintenanceTable = createDomainTable<MaintenanceState>({
  kind: MAINTENANCE,
  table: 'maintenance',
  columns: {
    state: 'text',
    title: 'text',
    reason: 'text',
    impact: 'text',
    branchId: 'uuid',
    scope: 'jsonb',
    ownerId: 'uuid',
    plannedBy: 'uuid',
    plannedAt: 'instant',
    fromAt: 'instant',
    toAt: 'instant',
    firstToAt: 'instant',
    notices: 'jsonb',
    told: 'jsonb',
    startedAt: 'instant',
    startedBy: 'uuid',
    overranAt: 'instant',
    endedAt: 'instant',
    endedBy: 'uuid',
    outcome: 'text',
    affected: 'jsonb',
    report: 'jsonb',
  },
  state: State,
});

/** A window as stored. */
export interface StoredMaintenance {
  readonly version: number;
  readonly state: MaintenanceState;
}

/** Windows that have not ended, and the latest `past` of those that have. */
export async function recentMaintenances(
  client: PoolClient,
  tenant: TenantId,
  past: number,
): Promise<readonly StoredMaintenance[]> {
  const { rows } = await client.query(
    `(select ${maintenanceTable.columns} from lastmile.maintenance where tenant_id = $1 and ended_at is null)
     union all
     (select ${maintenanceTable.columns} from lastmile.maintenance where tenant_id = $1 and ended_at is not null
      order by ended_at desc, id desc limit $2)`,
    [tenant, past],
  );
  return rows.map((row) => maintenanceTable.parse(row));
}

/** Windows that quiet alarms now. */
export async function runningMaintenances(client: PoolClient, tenant: TenantId): Promise<readonly StoredMaintenance[]> {
  const { rows } = await client.query(
    `select ${maintenanceTable.columns} from lastmile.maintenance
     where tenant_id = $1 and ended_at is null and state in ('running', 'overrun')`,
    [tenant],
  );
  return rows.map((row) => maintenanceTable.parse(row));
}

/** Windows by id; missing ones are absent. */
export async function loadMaintenances(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<readonly StoredMaintenance[]> {
  const found = await maintenanceTable.load(client, tenant, ids);
  return [...found.values()] as StoredMaintenance[];
}
