import { sql } from 'slonik';
import { z } from 'zod';
import type { TenantTx } from '../db/transaction.ts';

/**
 * The next human numbers of a kind, so many at once; answers the first. Other takers of the same kind wait until the
 * transaction ends, so take them late; when it fails, the numbers are given again.
 */
export async function takeNumbers(tx: TenantTx, kind: string, count = 1): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ first: z.number() }))`
    insert into lastmile.tenant_number as n (tenant_id, kind, last) values (${tx.tenant}, ${kind}, 1000 + ${count}::int)
    on conflict (tenant_id, kind) do update set last = n.last + ${count}::int
    returning (n.last - ${count}::int + 1)::float8 as first`);
}
