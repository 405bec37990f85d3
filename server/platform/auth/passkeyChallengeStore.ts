import { sql } from 'slonik';
import type { SystemTx } from '../db/transaction.ts';

/** Challenges belong to no tenant: who will answer one is not known yet. Both hashes are SHA-256. */
export interface Challenge {
  readonly hash: Buffer;
  /** Of what it was made for. */
  readonly binding: Buffer;
}

export async function insertChallenge(tx: SystemTx, challenge: Challenge, expiresAt: number): Promise<void> {
  await tx.query(sql.unsafe`insert into passkey_challenge (challenge_hash, binding_hash, expires_at)
    values (${sql.binary(challenge.hash)}, ${sql.binary(challenge.binding)}, ${instant(expiresAt)})`);
}

/** Uses it up. False when it was never made, for something else, used, or too old. */
export async function useChallenge(tx: SystemTx, { hash, binding }: Challenge, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`delete from passkey_challenge
    where challenge_hash = ${sql.binary(hash)} and binding_hash = ${sql.binary(binding)} and expires_at > ${instant(now)}`);
  return rowCount === 1;
}

/** Tidies up. Answers how many. */
export async function deleteExpiredChallenges(tx: SystemTx, now: number): Promise<number> {
  return (await tx.query(sql.unsafe`delete from passkey_challenge where expires_at <= ${instant(now)}`)).rowCount;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
