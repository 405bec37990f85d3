import { sql } from 'slonik';
import type { SystemTx } from '../platform/db/transaction.ts';

/** Keeps the hash of a new link's token; expired links are forgotten. */
export async function insertSetupLink(tx: SystemTx, tokenHash: Buffer, now: number, expiresAt: number): Promise<void> {
  await tx.query(sql.unsafe`delete from setup_link where expires_at <= ${sql.timestamp(new Date(now))}`);
  await tx.query(sql.unsafe`insert into setup_link (token_hash, created_at, expires_at)
    values (${sql.binary(tokenHash)}, ${sql.timestamp(new Date(now))}, ${sql.timestamp(new Date(expiresAt))})`);
}

/** Whether the link may be used now. */
export async function isSetupLink(tx: SystemTx, tokenHash: Buffer, now: number): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from setup_link
    where token_hash = ${sql.binary(tokenHash)} and used_at is null and expires_at > ${sql.timestamp(new Date(now))}`);
}

/** Uses every link up: there is only one first company. */
export async function useSetupLinks(tx: SystemTx, now: number): Promise<void> {
  await tx.query(sql.unsafe`update setup_link set used_at = ${sql.timestamp(new Date(now))} where used_at is null`);
}
