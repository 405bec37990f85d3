import { createSqlTag } from 'slonik';
import { z } from 'zod';
import { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';
import type { RegisteredSource } from './registeredSource.ts';

const sql = createSqlTag();

const SourceRow = z
  .object({
    tenant_id: TenantId,
    id: ActorId,
    name: z.string(),
    address: z.string(),
    hostname: z.string(),
    branch_id: BranchId.nullable(),
  })
  .transform((row): RegisteredSource => ({
    tenant: row.tenant_id,
    id: row.id,
    name: row.name,
    address: row.address,
    hostname: row.hostname,
    branchId: row.branch_id ?? undefined,
  }));

const columns = sql.fragment`tenant_id, id, name, host(address) as address, hostname, branch_id`;

/** Whose connection it is; an address and HOSTNAME belong to one source of one tenant. */
export async function findAlarmSource(
  tx: SystemTx,
  address: string,
  hostname: string,
): Promise<RegisteredSource | undefined> {
  const row = await tx.maybeOne(sql.type(SourceRow)`
    select ${columns} from lastmile.alarm_source where address = ${address}::inet and hostname = ${hostname}`);
  return row ?? undefined;
}

/** Of all tenants. */
export async function allAlarmSources(tx: SystemTx): Promise<readonly RegisteredSource[]> {
  return await tx.any(sql.type(SourceRow)`
    select ${columns} from lastmile.alarm_source order by tenant_id, name, id`);
}

export async function listAlarmSources(tx: TenantTx): Promise<readonly RegisteredSource[]> {
  return await tx.any(sql.type(SourceRow)`select ${columns} from lastmile.alarm_source order by name, id`);
}

/** Registers a source; one with the same address and HOSTNAME in this tenant stays as it is. */
export async function addAlarmSource(
  tx: TenantTx,
  source: Omit<RegisteredSource, 'tenant'>,
  createdAt: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.alarm_source (tenant_id, id, name, address, hostname, branch_id, created_at)
    values (${tx.tenant}, ${source.id}, ${source.name}, ${source.address}::inet, ${source.hostname},
      ${source.branchId ?? null}, to_timestamp(${createdAt}::float8 / 1000))
    on conflict (address, hostname) do nothing`);
}

const StandingRow = z.object({ source: z.string(), cause: z.string() });

/** What stands at a source: alarms of the source itself and of resources below it. */
export async function standingOfSource(
  tx: TenantTx,
  hostname: string,
): Promise<readonly z.infer<typeof StandingRow>[]> {
  return await tx.any(sql.type(StandingRow)`
    select source, cause from lastmile.alarm
    where tenant_id = ${tx.tenant} and cleared_at is null
      and (source = ${hostname} or starts_with(source, ${`${hostname}/`}))`);
}
