import type { Clock } from '#actors/system/clock.ts';
import type { TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import { fromAddress, userAct } from './authActs.ts';
import type { AuthenticatorApp } from './authenticatorApp.ts';
import { authProblem } from './authProblem.ts';
import { beginSession, type BegunSession } from './beginSession.ts';
import type { LoginThrottle } from './loginThrottle.ts';
import { deletePendingLogin, failPendingLogin, findPendingLogin, type PendingLogin } from './pendingLoginStore.ts';
import type { Visitor } from './sessionStore.ts';
import { hashOfToken, type SessionToken } from './sessionToken.ts';

export interface SecondStepOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: HttpMetrics;
  readonly throttle: LoginThrottle;
  readonly app: AuthenticatorApp;
}

/** What follows a right password. Each throws authProblem (`login/step-over`, `login/code-wrong`, `login/locked`). */
export interface SecondStep {
  withCode(token: SessionToken | undefined, code: string, visitor: Visitor): Promise<BegunSession>;
  /** For who must have a second factor and has none: the app to scan. Repeating it gives another one. */
  beginEnrolment(token: SessionToken | undefined): Promise<TotpEnrolment>;
  /** The first code of that app; answers the recovery codes too. */
  confirmEnrolment(
    token: SessionToken | undefined,
    code: string,
    visitor: Visitor,
  ): Promise<BegunSession & { readonly recoveryCodes: readonly string[] }>;
  /** The login that waits, for a passkey to finish; undefined when none does. */
  pending(token: SessionToken | undefined): Promise<PendingLogin | undefined>;
}

export function createSecondStep(options: SecondStepOptions): SecondStep {
  const { database, clock, app } = options;

  async function pending(token: SessionToken | undefined): Promise<PendingLogin | undefined> {
    if (token === undefined) return undefined;
    return await database.systemTx((tx) => findPendingLogin(tx, hashOfToken(token), clock.now()));
  }

  async function require(token: SessionToken | undefined, step: PendingLogin['step']): Promise<PendingLogin> {
    const login = await pending(token);
    if (login?.step !== step) throw authProblem('login/step-over');
    return login;
  }

  /** Counts the try, and as a failure when `check` finds nothing; what it finds is committed. */
  async function counted<Result>(
    login: PendingLogin,
    visitor: Visitor,
    check: (tx: TenantTx) => Promise<Result | undefined>,
  ): Promise<Result> {
    const admission = await options.throttle.admit(login.email, visitor.address);
    if (!admission.admitted) throw authProblem('login/locked', { retryAfterMs: admission.retryAfterMs });
    const { attempt } = admission;
    const found = await database.tenantTx(login.tenant, async (tx) => {
      const result = await check(tx);
      if (result === undefined) await noteFailure(tx, login, visitor, attempt.lockedUntil);
      return result;
    });
    if (found === undefined) {
      options.metrics.logins.inc({ outcome: 'refused' });
      throw authProblem('login/code-wrong');
    }
    await attempt.succeeded();
    options.metrics.logins.inc({ outcome: 'accepted' });
    return found;
  }

  async function noteFailure(
    tx: TenantTx,
    login: PendingLogin,
    visitor: Visitor,
    until: number | undefined,
  ): Promise<void> {
    await failPendingLogin(tx, login.id);
    if (until === undefined) return;
    const act = { ...userAct(login.userId, 'user.locked'), ...fromAddress(visitor.address) };
    await recordAct(tx, { ...act, facts: { until }, by: undefined, at: clock.now() });
  }

  async function finish(
    tx: TenantTx,
    login: PendingLogin,
    how: 'totp' | 'recovery' | 'enrolment',
    from: Visitor,
  ): Promise<BegunSession> {
    if (!(await deletePendingLogin(tx, login.id))) throw authProblem('login/step-over');
    const begun = await beginSession(tx, { userId: login.userId, with: how, from, now: clock.now() });
    if (begun === undefined) throw authProblem('login/step-over');
    return begun;
  }

  return {
    pending,
    async withCode(token, code, visitor) {
      const login = await require(token, 'second-factor');
      return await counted(login, visitor, async (tx) => {
        const how = await app.check(tx, login.userId, code);
        return how === undefined ? undefined : await finish(tx, login, how, visitor);
      });
    },
    async beginEnrolment(token) {
      const login = await require(token, 'enrolment');
      return await database.tenantTx(login.tenant, (tx) => app.begin(tx, login.userId, login.email));
    },
    async confirmEnrolment(token, code, visitor) {
      const login = await require(token, 'enrolment');
      return await counted(login, visitor, async (tx) => {
        const recoveryCodes = await app.confirm(tx, login.userId, code);
        if (recoveryCodes === undefined) return undefined;
        const begun = await finish(tx, login, 'enrolment', visitor);
        const act = { ...userAct(login.userId, 'user.authenticatorAdded'), by: login.userId, at: clock.now() };
        await recordAct(tx, act);
        return { ...begun, recoveryCodes };
      });
    },
  };
}
