import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const Router = z.object({ id: ActorId, name: z.string(), version: z.int(), addresses: z.array(z.string()) });
/** A router in use, with the addresses it is reached at or sends from. */
export type KnownRouter = z.infer<typeof Router>;

export async function routersNow(tx: TenantTx): Promise<readonly KnownRouter[]> {
  return await tx.any(sql.type(Router)`
    select id, name, version, array_remove(array[address, host(radius_source), host(tunnel_address)], null) as addresses
    from lastmile.nas where tenant_id = ${tx.tenant} and archived_at is null order by id limit 20000`);
}

const Pool = z.object({ id: ActorId, name: z.string(), version: z.int(), routerPool: z.string().nullable() });
export type KnownPool = z.infer<typeof Pool>;

/** Of IPv4, in use. */
export async function poolsNow(tx: TenantTx): Promise<readonly KnownPool[]> {
  return await tx.any(sql.type(Pool)`
    select id, name, version, router_pool as "routerPool" from lastmile.ip_pool
    where tenant_id = ${tx.tenant} and archived_at is null and family = 4 order by id limit 5000`);
}

/** As it is now; undefined when there is none. */
export async function packageVersion(tx: TenantTx, id: ActorId): Promise<number | undefined> {
  return (
    (await tx.maybeOneFirst(sql.type(z.object({ version: z.int() }))`
      select version from lastmile.package where tenant_id = ${tx.tenant} and id = ${id}`)) ?? undefined
  );
}

/** ISO 4217, of the company. */
export async function currencyNow(tx: TenantTx): Promise<string> {
  return await tx.oneFirst(sql.type(z.object({ currency: z.string() }))`
    select currency from lastmile.tenant where tenant_id = ${tx.tenant}`);
}

const Line = z.object({ id: ActorId, zone: z.string() });

/** The line of a username, and the zone whose days count for it. */
export async function lineForUsage(tx: TenantTx, usernameKey: string): Promise<z.infer<typeof Line> | undefined> {
  const row = await tx.maybeOne(sql.type(Line)`
    select s.id, coalesce(b.time_zone, t.time_zone) as zone from lastmile.subscription s
    join lastmile.tenant t on t.tenant_id = s.tenant_id
    left join lastmile.branch b on b.tenant_id = s.tenant_id and b.id = s.branch_id
    where s.tenant_id = ${tx.tenant} and s.username_key = ${usernameKey} and s.state <> 'left' limit 1`);
  return row ?? undefined;
}
