import type { TenantId, UserId } from '#shared/values/ids.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { TenantTx } from '../db/transaction.ts';
import { fromAddress, userAct } from './authActs.ts';
import { insertSession, type Visitor } from './sessionStore.ts';
import { hashOfToken, newSessionToken, type SessionToken } from './sessionToken.ts';

/** What a person proved with. */
export interface Proof {
  readonly userId: UserId;
  /** The hash that was checked, when a password was all. */
  readonly passwordHash?: string;
  readonly with: 'password' | 'totp' | 'recovery' | 'passkey' | 'enrolment';
  readonly from: Visitor;
  readonly now: number;
}

export interface BegunSession {
  readonly tenant: TenantId;
  readonly userId: UserId;
  readonly sessionId: string;
  readonly token: SessionToken;
}

/** The last thing of a login, and of its transaction. Undefined when the user was disabled or the password changed meanwhile. */
export async function beginSession(tx: TenantTx, proof: Proof): Promise<BegunSession | undefined> {
  const { userId, passwordHash, now, from } = proof;
  const token = newSessionToken();
  const sessionId = await insertSession(tx, { userId, tokenHash: hashOfToken(token), passwordHash, now, from });
  if (sessionId === undefined) return undefined;
  await recordAct(tx, {
    ...userAct(userId, 'user.loggedIn'),
    ...fromAddress(from.address),
    facts: { session: sessionId, with: proof.with },
    by: userId,
    at: now,
  });
  return { tenant: tx.tenant, userId, sessionId, token };
}
