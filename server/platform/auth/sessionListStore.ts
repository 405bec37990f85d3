import { sql } from 'slonik';
import { z } from 'zod';
import type { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';

const Row = z
  .object({
    id: z.uuid(),
    address: z.string(),
    user_agent: z.string(),
    created_at: z.number(),
    last_seen_at: z.number(),
    expires_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }));
export type ListedSession = z.infer<typeof Row>;

/** What of a user's is open, last seen first. */
export async function listSessions(tx: TenantTx, userId: UserId, now: number): Promise<readonly ListedSession[]> {
  return await tx.any(sql.type(Row)`
    select id, address, user_agent, created_at, last_seen_at, expires_at from session
    where user_id = ${userId} and expires_at > ${sql.timestamp(new Date(now))} order by last_seen_at desc, id desc`);
}

/** Whether a session is this user's. */
export async function ownsSession(tx: TenantTx, userId: UserId, sessionId: string): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from session where id = ${sessionId} and user_id = ${userId}`);
}
