import { createSqlTag } from 'slonik';
import { z } from 'zod';
import { NasAttribution, NasSecurity } from '#shared/nas/values.ts';
import { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';
import type { NasFields, NasScope, StoredNas } from './storedNas.ts';

const sql = createSqlTag();

const Row = z.object({
  tenant: TenantId,
  id: ActorId,
  version: z.int(),
  name: z.string(),
  branchId: BranchId.nullable(),
  vendor: z.string(),
  address: z.string(),
  port: z.int(),
  security: NasSecurity,
  fingerprint: z.string().nullable(),
  username: z.string(),
  password: z.instanceof(Buffer),
  radiusSecret: z.instanceof(Buffer),
  attribution: NasAttribution,
  radiusSource: z.string().nullable(),
  nasIdentifier: z.string().nullable(),
  tunnelAddress: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  site: z.string(),
  notes: z.string(),
  monitored: z.boolean(),
  maintenance: z.boolean(),
  commandsPerSecond: z.int(),
  createdAt: Instant,
  changedAt: Instant,
  archivedAt: Instant.nullable(),
});

const columns = sql.fragment`tenant_id as tenant, id, version, name, branch_id as "branchId", vendor, address, port, security,
  fingerprint, username, password, radius_secret as "radiusSecret", attribution, host(radius_source) as "radiusSource",
  nas_identifier as "nasIdentifier", host(tunnel_address) as "tunnelAddress", latitude, longitude, site, notes, monitored,
  maintenance, commands_per_second as "commandsPerSecond", created_at as "createdAt", changed_at as "changedAt",
  archived_at as "archivedAt"`;

const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));

/** Rows of the scope; what has no branch is everybody's. */
function inScope(scope: NasScope): ReturnType<typeof sql.fragment> {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(branch_id is null or branch_id = any(${sql.array([...scope], 'uuid')}))`;
}

/** Of all tenants, archived ones left out: what the server connects to. */
export async function allNas(tx: SystemTx): Promise<readonly StoredNas[]> {
  return await tx.any(
    sql.type(Row)`select ${columns} from lastmile.nas where archived_at is null order by tenant_id, id`,
  );
}

/** In use, those named or all of the tenant. */
export async function registeredNas(tx: TenantTx, ids?: readonly ActorId[]): Promise<readonly StoredNas[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.nas where tenant_id = ${tx.tenant} and archived_at is null
      and ${ids === undefined ? sql.fragment`true` : sql.fragment`id = any(${sql.array([...ids], 'uuid')})`}
    order by id`);
}

export async function findNas(tx: TenantTx, id: ActorId, scope: NasScope): Promise<StoredNas | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.nas where tenant_id = ${tx.tenant} and id = ${id} and ${inScope(scope)}`);
  return row ?? undefined;
}

/** Locks it until the end of the transaction, so that what is read is what is changed. */
export async function lockNas(tx: TenantTx, id: ActorId, scope: NasScope): Promise<StoredNas | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.nas where tenant_id = ${tx.tenant} and id = ${id} and ${inScope(scope)} for update`);
  return row ?? undefined;
}

export interface NasPageOf {
  readonly text: string;
  readonly branchId: BranchId | undefined;
  readonly archived: boolean;
  readonly limit: number;
  readonly after: { readonly name: string; readonly id: ActorId } | undefined;
  readonly scope: NasScope;
}

/** By name. `text` is looked for in name, address and site of what the scope leaves. */
export async function nasPage(tx: TenantTx, page: NasPageOf): Promise<readonly StoredNas[]> {
  const { text, branchId, archived, limit, after, scope } = page;
  const found = text.toLowerCase();
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.nas
    where tenant_id = ${tx.tenant} and ${inScope(scope)}
      and (archived_at is not null) = ${archived}
      and ${branchId === undefined ? sql.fragment`true` : sql.fragment`branch_id = ${branchId}`}
      and ${found === '' ? sql.fragment`true` : sql.fragment`strpos(lower(name || ' ' || address || ' ' || site), ${found}) > 0`}
      and ${after === undefined ? sql.fragment`true` : sql.fragment`(lower(name), id) > (${after.name}, ${after.id})`}
    order by lower(name), id limit ${limit}`);
}

export async function insertNas(tx: TenantTx, id: ActorId, nas: NasFields, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.nas (tenant_id, id, version, name, branch_id, vendor, address, port, security, fingerprint, username,
      password, radius_secret, attribution, radius_source, nas_identifier, tunnel_address, latitude, longitude, site, notes,
      monitored, maintenance, commands_per_second, created_at, changed_at)
    values (${tx.tenant}, ${id}, 1, ${nas.name}, ${nas.branchId}, ${nas.vendor}, ${nas.address}, ${nas.port},
      ${nas.security}, ${nas.fingerprint}, ${nas.username}, ${sql.binary(nas.password)}, ${sql.binary(nas.radiusSecret)},
      ${nas.attribution}, ${nas.radiusSource}::inet, ${nas.nasIdentifier}, ${nas.tunnelAddress}::inet, ${nas.latitude},
      ${nas.longitude}, ${nas.site}, ${nas.notes}, ${nas.monitored}, ${nas.maintenance}, ${nas.commandsPerSecond},
      ${at(now)}, ${at(now)})`);
}

/** Of a router that is locked. */
export async function setNasSecret(tx: TenantTx, id: ActorId, radiusSecret: Buffer, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.nas set version = version + 1, radius_secret = ${sql.binary(radiusSecret)}, changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** All fields at once, of a router that is locked. */
export async function updateNas(tx: TenantTx, id: ActorId, nas: NasFields, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.nas set version = version + 1, name = ${nas.name}, branch_id = ${nas.branchId}, vendor = ${nas.vendor},
      address = ${nas.address}, port = ${nas.port}, security = ${nas.security}, fingerprint = ${nas.fingerprint},
      username = ${nas.username}, password = ${sql.binary(nas.password)}, radius_secret = ${sql.binary(nas.radiusSecret)},
      attribution = ${nas.attribution}, radius_source = ${nas.radiusSource}::inet, nas_identifier = ${nas.nasIdentifier},
      tunnel_address = ${nas.tunnelAddress}::inet, latitude = ${nas.latitude}, longitude = ${nas.longitude},
      site = ${nas.site}, notes = ${nas.notes}, monitored = ${nas.monitored}, maintenance = ${nas.maintenance},
      commands_per_second = ${nas.commandsPerSecond}, changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** Undefined brings it back. Throws what a claim that somebody else holds by now makes the database throw. */
export async function setNasArchived(
  tx: TenantTx,
  id: ActorId,
  archivedAt: number | undefined,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.nas set version = version + 1, archived_at = ${archivedAt === undefined ? null : at(archivedAt)},
      changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** Keeps the first certificate that was seen; false when one is on record, or the router was changed meanwhile. */
export async function pinFingerprint(
  tx: TenantTx,
  id: ActorId,
  version: number,
  fingerprint: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update lastmile.nas set fingerprint = ${fingerprint}
    where tenant_id = ${tx.tenant} and id = ${id} and version = ${version} and fingerprint is null`);
  return rowCount > 0;
}

/** Whether a branch of this tenant may be given to a router by somebody of that scope. */
export async function branchExists(tx: TenantTx, id: BranchId): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from lastmile.branch where tenant_id = ${tx.tenant} and id = ${id}`);
}

const Company = z.object({ tenant: TenantId });

/** The lab speaks of companies by their short names. */
export async function tenantOfSlug(tx: SystemTx, slug: string): Promise<TenantId | undefined> {
  const row = await tx.maybeOne(
    sql.type(Company)`select tenant_id as tenant from lastmile.tenant where slug = ${slug}`,
  );
  return row?.tenant;
}

/** The branch of that name, and the router registered under that name. */
export async function findByNames(
  tx: TenantTx,
  branchName: string,
  nasName: string,
): Promise<{ readonly branchId: BranchId | undefined; readonly nas: StoredNas | undefined }> {
  const branch = await tx.maybeOne(
    sql.type(
      z.object({ id: BranchId }),
    )`select id from lastmile.branch where tenant_id = ${tx.tenant} and name = ${branchName}`,
  );
  const nas = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.nas
    where tenant_id = ${tx.tenant} and lower(name) = ${nasName.toLowerCase()} and archived_at is null`);
  return { branchId: branch?.id, nas: nas ?? undefined };
}
