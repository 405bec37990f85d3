import type { Clock } from '#actors/system/clock.ts';
import type { LoginStep, SecondStepMethod } from '#shared/auth/login.ts';
import type { LoginRequest } from '#shared/tenant/session.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../log/logger.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import { type Account, findAccount } from './accountStore.ts';
import { fromAddress, userAct } from './authActs.ts';
import { beginSession, type BegunSession } from './beginSession.ts';
import { type Factors, readFactors } from './factorStore.ts';
import type { LoginAttempt, LoginThrottle } from './loginThrottle.ts';
import { type PasswordQueue, PasswordQueueFull } from './passwordQueue.ts';
import { insertPendingLogin } from './pendingLoginStore.ts';
import { pendingLoginLifetimeMs } from './sessionLifetime.ts';
import type { Visitor } from './sessionStore.ts';
import { hashOfToken, newSessionToken, type SessionToken } from './sessionToken.ts';

export type LoginRefusal =
  /** Unknown, disabled, or the wrong password: never said which. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'locked'; readonly retryAfterMs: number }
  | { readonly outcome: 'busy' };

export type LoginOutcome =
  | ({ readonly outcome: 'accepted' } & BegunSession)
  /** `token` holds the login until its next step. */
  | { readonly outcome: 'pending'; readonly step: LoginStep; readonly token: SessionToken }
  | LoginRefusal;

export interface LoginOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  readonly passwords: PasswordQueue;
  readonly throttle: LoginThrottle;
}

/** Tries a login with a password. Throws DatabaseError. */
export type Login = (request: LoginRequest, visitor: Visitor) => Promise<LoginOutcome>;

export function createLogin(options: LoginOptions): Login {
  return async (request, visitor) => {
    const outcome = await tryLogin(options, request, visitor);
    options.metrics.logins.inc({ outcome: outcome.outcome });
    const who =
      outcome.outcome === 'accepted'
        ? { tenant: outcome.tenant, userId: outcome.userId, sessionId: outcome.sessionId }
        : {};
    options.log.info({ outcome: outcome.outcome, address: visitor.address, ...who }, 'login');
    return outcome;
  };
}

async function tryLogin(options: LoginOptions, request: LoginRequest, visitor: Visitor): Promise<LoginOutcome> {
  const admission = await options.throttle.admit(request.email, visitor.address);
  if (!admission.admitted) return { outcome: 'locked', retryAfterMs: admission.retryAfterMs };
  try {
    return await checkAndBegin(options, request, visitor, admission.attempt);
  } catch (error) {
    await admission.attempt.abandoned().catch(() => undefined); // the database may be what failed
    if (error instanceof PasswordQueueFull) return { outcome: 'busy' };
    throw error;
  }
}

/** An unknown account is checked against a password nobody has, so that the time taken tells nothing. */
async function checkAndBegin(
  options: LoginOptions,
  request: LoginRequest,
  visitor: Visitor,
  attempt: LoginAttempt,
): Promise<LoginOutcome> {
  const { database, passwords, clock } = options;
  const account = await database.systemTx((tx) => findAccount(tx, request.email));
  const matches = await passwords.verify(request.password, account?.passwordHash);
  if (!matches || account?.passwordHash === undefined) return await refuse(options, account, visitor, attempt);
  const { tenant, userId, passwordHash } = account;
  const factors = await database.tenantTx(tenant, (tx) => readFactors(tx, userId));
  const next = factors && nextStep(factors, clock.now() + pendingLoginLifetimeMs);
  if (next) {
    // Neither a failure nor a success: guessing codes goes on counting.
    await attempt.abandoned();
    return { outcome: 'pending', step: next, token: await holdLogin(options, account, next) };
  }
  const now = clock.now();
  const proof = { userId, passwordHash, with: 'password', now, from: visitor } as const;
  const begun = await database.tenantTx(tenant, (tx) => beginSession(tx, proof));
  if (begun === undefined) return { outcome: 'refused' };
  await attempt.succeeded();
  return { outcome: 'accepted', ...begun };
}

/** Tells the account's holder, through the log, when a failure locked it. */
async function refuse(
  { database, clock }: LoginOptions,
  account: Account | undefined,
  visitor: Visitor,
  { lockedUntil }: LoginAttempt,
): Promise<LoginOutcome> {
  if (account && lockedUntil !== undefined) {
    const act = { ...userAct(account.userId, 'user.locked'), ...fromAddress(visitor.address) };
    await database.tenantTx(account.tenant, (tx) =>
      recordAct(tx, { ...act, facts: { until: lockedUntil }, by: undefined, at: clock.now() }),
    );
  }
  return { outcome: 'refused' };
}

function nextStep({ required, totpSince, passkeys }: Factors, expiresAt: number): LoginStep | undefined {
  const methods: SecondStepMethod[] = [
    ...(totpSince === undefined ? [] : (['totp', 'recovery'] as const)),
    ...(passkeys === 0 ? [] : (['passkey'] as const)),
  ];
  if (methods.length > 0) return { step: 'second-factor', methods, expiresAt };
  return required ? { step: 'enrolment', expiresAt } : undefined;
}

async function holdLogin(
  { database, clock }: LoginOptions,
  { tenant, userId }: Account,
  { step, expiresAt }: LoginStep,
): Promise<SessionToken> {
  const token = newSessionToken();
  const pending = { userId, step, tokenHash: hashOfToken(token), now: clock.now(), expiresAt };
  await database.tenantTx(tenant, (tx) => insertPendingLogin(tx, pending));
  return token;
}
