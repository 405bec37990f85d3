import { sql } from 'slonik';
import { z } from 'zod';
import type { Evidence } from '#actors/system/envelope.ts';
import { EvidenceId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';

/** What table `evidence` takes. Whoever receives something redacts it first and cuts it with {@link boundedBytes}. */
export const mostEvidenceBytes = 16_384;

/** The beginning, if there is more than evidence may hold. */
export function boundedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length <= mostEvidenceBytes ? bytes : bytes.subarray(0, mostEvidenceBytes);
}

const evidenceRow = z.object({
  id: EvidenceId,
  kind: z.string(),
  bytes: z.instanceof(Uint8Array),
  receivedAt: z.number(),
});

/** Undefined when there is none of this id, or retention has removed it. */
export async function readEvidence(tx: TenantTx, id: EvidenceId): Promise<Evidence | undefined> {
  const found = await tx.maybeOne(sql.type(evidenceRow)`
    select id, kind, bytes, received_at as "receivedAt" from lastmile.evidence
    where tenant_id = ${tx.tenant} and id = ${id} limit 1`);
  return found ?? undefined;
}
