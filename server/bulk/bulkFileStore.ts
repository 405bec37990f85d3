import { sql } from 'slonik';
import { z } from 'zod';
import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

export async function insertPiece(tx: TenantTx, job: ActorId, piece: number, content: Buffer): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.bulk_file (tenant_id, job_id, piece, content)
    values (${tx.tenant}, ${job}, ${piece}, ${sql.binary(content)})`);
}

/** Undefined: there is no such piece. */
export async function readPiece(tx: TenantTx, job: ActorId, piece: number): Promise<Buffer | undefined> {
  const row = await tx.maybeOne(sql.type(z.object({ content: z.instanceof(Buffer) }))`
    select content from lastmile.bulk_file where tenant_id = ${tx.tenant} and job_id = ${job} and piece = ${piece}`);
  return row?.content;
}

export async function deleteFile(tx: TenantTx, job: ActorId): Promise<void> {
  await tx.query(sql.unsafe`delete from lastmile.bulk_file where tenant_id = ${tx.tenant} and job_id = ${job}`);
}
