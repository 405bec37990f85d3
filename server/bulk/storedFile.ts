import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { insertPiece, readPiece } from './bulkFileStore.ts';

/** In base64 within the sealed text, a piece comes to about 1 MB. */
const PIECE = 786_432;

const purposeOf = (job: ActorId): string => `bulk/${job}/file`;

export async function storeFile(tx: TenantTx, secrets: Secrets, job: ActorId, file: Buffer): Promise<void> {
  for (let piece = 0; piece * PIECE < file.length; piece += 1) {
    const part = file.subarray(piece * PIECE, (piece + 1) * PIECE).toString('base64');
    await insertPiece(tx, job, piece, secrets.encrypt(tx.tenant, purposeOf(job), part));
  }
}

/** Undefined: it has been deleted. */
export async function loadFile(
  database: Database,
  secrets: Secrets,
  tenant: TenantId,
  job: ActorId,
): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  for (;;) {
    const sealed = await database.tenantTx(tenant, (tx) => readPiece(tx, job, parts.length));
    if (!sealed) return parts.length === 0 ? undefined : Buffer.concat(parts);
    parts.push(Buffer.from(secrets.decrypt(tenant, purposeOf(job), sealed), 'base64'));
  }
}
