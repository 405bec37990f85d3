import type { Pool, PoolClient } from 'pg';
import type { SystemTx, TenantTx } from '#server/platform/db/transaction.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Pick } from './pick.ts';

/**
 * How a store function is called with random arguments.
 * tenantTx, client, pool: in one tenant's transaction; may see and write that tenant only ·
 * forTenant: with the system role's rights but for one tenant; the same holds ·
 * across: over all tenants, for the reason given; may not write what it has no reason to ·
 * apart: not called, for the reason given.
 */
export type StoreCase =
  | { readonly kind: 'tenantTx'; readonly call: (tx: TenantTx, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'client'; readonly call: (client: PoolClient, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'pool'; readonly call: (pool: Pool, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'forTenant'; readonly call: (pool: Pool, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | {
      readonly kind: 'across';
      readonly because: string;
      readonly writes: boolean;
      readonly call: (tx: SystemTx, pool: Pool, pick: Pick) => Promise<unknown>;
    }
  | { readonly kind: 'apart'; readonly because: string };

type Of<K extends StoreCase['kind']> = Extract<StoreCase, { kind: K }>;

export const inTx = (call: Of<'tenantTx'>['call']): StoreCase => ({ kind: 'tenantTx', call });
export const inClient = (call: Of<'client'>['call']): StoreCase => ({ kind: 'client', call });
export const onPool = (call: Of<'pool'>['call']): StoreCase => ({ kind: 'pool', call });
export const forTenant = (call: Of<'forTenant'>['call']): StoreCase => ({ kind: 'forTenant', call });
export const reads = (because: string, call: Of<'across'>['call']): StoreCase => ({
  kind: 'across',
  because,
  writes: false,
  call,
});
export const writes = (because: string, call: Of<'across'>['call']): StoreCase => ({
  kind: 'across',
  because,
  writes: true,
  call,
});
export const apart = (because: string): StoreCase => ({ kind: 'apart', because });
