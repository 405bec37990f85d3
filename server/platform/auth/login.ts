import type { Clock } from '#actors/system/clock.ts';
import type { LoginRequest } from '#shared/tenant/session.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../log/logger.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import { type Account, findAccount } from './accountStore.ts';
import type { LoginAttempt, LoginThrottle } from './loginThrottle.ts';
import { type PasswordQueue, PasswordQueueFull } from './passwordQueue.ts';
import { insertSession } from './sessionStore.ts';
import { hashOfToken, newSessionToken, type SessionToken } from './sessionToken.ts';

export type LoginOutcome =
  | {
      readonly outcome: 'accepted';
      readonly account: Account;
      readonly sessionId: string;
      readonly token: SessionToken;
    }
  /** Unknown, disabled, or the wrong password: never said which. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'locked'; readonly retryAfterMs: number }
  | { readonly outcome: 'busy' };

export interface LoginOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  readonly passwords: PasswordQueue;
  readonly throttle: LoginThrottle;
}

/** Tries a login from a network address. Throws DatabaseError. */
export type Login = (request: LoginRequest, address: string) => Promise<LoginOutcome>;

export function createLogin(options: LoginOptions): Login {
  return async (request, address) => {
    const outcome = await tryLogin(options, request, address);
    options.metrics.logins.inc({ outcome: outcome.outcome });
    const who =
      outcome.outcome === 'accepted' ? { ...subjectFields(outcome.account), sessionId: outcome.sessionId } : {};
    options.log.info({ outcome: outcome.outcome, address, ...who }, 'login');
    return outcome;
  };
}

async function tryLogin(options: LoginOptions, request: LoginRequest, address: string): Promise<LoginOutcome> {
  const admission = options.throttle.admit(request.email, address);
  if (!admission.admitted) return { outcome: 'locked', retryAfterMs: admission.retryAfterMs };
  try {
    return await checkAndBegin(options, request, admission.attempt);
  } catch (error) {
    admission.attempt.abandoned();
    if (error instanceof PasswordQueueFull) return { outcome: 'busy' };
    throw error;
  }
}

/** An unknown account is checked against a password nobody has, so that the time taken tells nothing. */
async function checkAndBegin(
  options: LoginOptions,
  request: LoginRequest,
  attempt: LoginAttempt,
): Promise<LoginOutcome> {
  const { database, passwords } = options;
  const account = await database.systemTx((tx) => findAccount(tx, request.email));
  const matches = await passwords.verify(request.password, account?.passwordHash);
  if (!matches || account?.passwordHash === undefined) return { outcome: 'refused' };
  const token = newSessionToken();
  const session = {
    userId: account.userId,
    tokenHash: hashOfToken(token),
    passwordHash: account.passwordHash,
    now: options.clock.now(),
  };
  const sessionId = await database.tenantTx(account.tenant, (tx) => insertSession(tx, session));
  if (sessionId === undefined) return { outcome: 'refused' };
  attempt.succeeded();
  return { outcome: 'accepted', account, sessionId, token };
}

function subjectFields({ tenant, userId }: Account): { tenant: string; userId: string } {
  return { tenant, userId };
}
