import { type QuerySqlToken, sql } from 'slonik';
import type { TenantId } from '#shared/values/ids.ts';

/** The NOTIFY channel on which every process hears that a tenant's users or branches are called differently. */
export const namesChangedChannel = 'names_changed';

/** The statement to run in the transaction that adds or renames. The payload is the tenant's id. */
export function notifyNamesChanged(tenant: TenantId): QuerySqlToken {
  return sql.unsafe`select pg_notify(${namesChangedChannel}, ${tenant})`;
}
