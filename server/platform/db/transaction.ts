import type { DatabaseTransactionConnection } from 'slonik';
import type { TenantId } from '#shared/values/ids.ts';

/**
 * A transaction of the application role that sees and writes one tenant only. Queries are written with slonik's
 * `sql.type(rowSchema)`; rows are parsed.
 */
export type TenantTx = DatabaseTransactionConnection & { readonly tenant: TenantId };

/** A transaction of the system role: over all tenants, on the tables and for the acts that have a policy for it. */
export type SystemTx = DatabaseTransactionConnection & { readonly tenant: 'all' };

export interface TransactionOptions {
  /** How often the whole work is repeated after losing against another transaction; 0 unless told, so work runs once. */
  readonly retries?: number;
}
