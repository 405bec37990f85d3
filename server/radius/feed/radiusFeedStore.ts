import { randomInt } from 'node:crypto';
import { createSqlTag } from 'slonik';
import { z } from 'zod';
import { AccessType, Burst, Fup, RateProfile, Rates } from '#shared/package/values.ts';
import { defaultUsernameRules, UsernameRules } from '#shared/subscription/usernameKey.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const sql = createSqlTag();

const FeedPackageRow = z.object({
  id: ActorId,
  accessTypes: z.array(AccessType),
  downBps: z.number().nullable(),
  upBps: z.number().nullable(),
  burst: Burst.nullable(),
  limitAt: Rates.nullable(),
  priority: z.int(),
  profiles: z.array(RateProfile),
  fup: Fup.nullable(),
  poolId: ActorId.nullable(),
  ipv6PoolId: ActorId.nullable(),
  addressList: z.string().nullable(),
  routerProfile: z.string().nullable(),
  idleTimeoutS: z.int().nullable(),
  interimS: z.int(),
});
/** What of a package stands in replies. */
export type FeedPackage = z.infer<typeof FeedPackageRow>;

/** Archived ones too: whoever has one keeps it. */
export async function feedPackages(tx: TenantTx): Promise<readonly FeedPackage[]> {
  return await tx.any(sql.type(FeedPackageRow)`
    select id, access_types as "accessTypes", down_bps::float8 as "downBps", up_bps::float8 as "upBps", burst,
      limit_at as "limitAt", priority, profiles, fup, pool_id as "poolId", ipv6_pool_id as "ipv6PoolId",
      address_list as "addressList", router_profile as "routerProfile", idle_timeout_seconds as "idleTimeoutS",
      interim_seconds as "interimS"
    from lastmile.package where tenant_id = ${tx.tenant}`);
}

const FeedPoolRow = z.object({
  id: ActorId,
  wireId: z.int(),
  name: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  kind: z.enum(['server', 'router']),
  purpose: z.enum(['subscribers', 'walledGarden']),
  routerPool: z.string().nullable(),
  firsts: z.array(z.string()),
  lasts: z.array(z.string()),
  delegatedLength: z.int().nullable(),
  holdSeconds: z.int(),
  /** Routers it is for; none: all. */
  nasIds: z.array(ActorId),
});
export type FeedPool = z.infer<typeof FeedPoolRow>;

/** Pools in use. */
export async function feedPools(tx: TenantTx): Promise<readonly FeedPool[]> {
  return await tx.any(sql.type(FeedPoolRow)`
    select id, wire_id as "wireId", name, family, kind, purpose, router_pool as "routerPool",
      array(select host(a) from unnest(firsts) with ordinality as f(a, n) order by n) as firsts,
      array(select host(a) from unnest(lasts) with ordinality as l(a, n) order by n) as lasts,
      delegated_length as "delegatedLength", hold_seconds as "holdSeconds",
      array(select n.nas_id from lastmile.ip_pool_nas n where n.tenant_id = p.tenant_id and n.pool_id = p.id) as "nasIds"
    from lastmile.ip_pool p where tenant_id = ${tx.tenant} and archived_at is null order by id`);
}

export async function feedRules(tx: TenantTx): Promise<UsernameRules> {
  const row = await tx.maybeOne(sql.type(UsernameRules)`
    select case_sensitive as "caseSensitive", realm from lastmile.subscription_rules where tenant_id = ${tx.tenant}`);
  return row ?? defaultUsernameRules;
}

const Numbered = z.object({ key: z.string(), id: z.int() });
export type NumberedTemplate = z.infer<typeof Numbered>;

const MOST_NUMBER = 2 ** 31 - 1;

/** The numbers of these templates; those that are new get one. Rejects when a number drawn is another's: try again. */
export async function numberTemplates(tx: TenantTx, keys: readonly string[]): Promise<readonly NumberedTemplate[]> {
  const drawn = keys.map(() => randomInt(1, MOST_NUMBER));
  await tx.query(sql.unsafe`
    insert into lastmile.radius_template (tenant_id, key, wire_id)
    select ${tx.tenant}, key, wire_id
    from unnest(${sql.array([...keys], 'text')}, ${sql.array(drawn, 'int4')}) as t(key, wire_id)
    on conflict (tenant_id, key) do nothing`);
  return await tx.any(sql.type(Numbered)`
    select key, wire_id as id from lastmile.radius_template
    where tenant_id = ${tx.tenant} and key = any(${sql.array([...keys], 'text')})`);
}

/** All that have a number. */
export async function numberedTemplates(tx: TenantTx): Promise<readonly NumberedTemplate[]> {
  return await tx.any(sql.type(Numbered)`
    select key, wire_id as id from lastmile.radius_template where tenant_id = ${tx.tenant}`);
}
