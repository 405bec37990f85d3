import { sql } from 'slonik';
import { z } from 'zod';
import { TenantId } from '#shared/values/ids.ts';
import type { SystemTx } from '../platform/db/transaction.ts';

const companyRow = z.object({ tenant_id: TenantId, slug: z.string(), name: z.string() });

/** A tenant as the machinery needs it: to run its actors and to name it. */
export interface Company {
  readonly tenant: TenantId;
  readonly slug: string;
  readonly name: string;
}

/** Every tenant of this installation, by name. */
export async function listCompanies(tx: SystemTx): Promise<readonly Company[]> {
  const rows = await tx.any(sql.type(companyRow)`select tenant_id, slug, name from tenant order by name`);
  return rows.map(({ tenant_id: tenant, slug, name }) => ({ tenant, slug, name }));
}
