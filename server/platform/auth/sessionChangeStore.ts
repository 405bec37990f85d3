import { type QuerySqlToken, sql } from 'slonik';
import { z } from 'zod';
import { TenantId, UserId } from '#shared/values/ids.ts';
import { SessionEnded } from '#shared/wire/downstream.ts';

/** The NOTIFY channel on which every process hears that sessions must be looked at again. */
export const sessionChangedChannel = 'session_changed';

/** Whose sessions: one user's, or everybody's of a tenant (a role changed). `reason`: why those end that are gone. */
export const SessionChange = z.object({
  tenant: TenantId,
  user: UserId.optional(),
  reason: SessionEnded.shape.reason.optional(),
});
export type SessionChange = z.infer<typeof SessionChange>;

/** Undefined for a payload that is none; then anything may have changed. */
export function parseSessionChange(payload: string): SessionChange | undefined {
  try {
    return SessionChange.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

/** The statement to run in the transaction that makes the change, so that nobody hears of it before it is there. */
export function notifySessionChange(change: SessionChange): QuerySqlToken {
  return sql.unsafe`select pg_notify(${sessionChangedChannel}, ${JSON.stringify(change)})`;
}
