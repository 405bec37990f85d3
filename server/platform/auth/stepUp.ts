import type { Clock } from '#actors/system/clock.ts';
import type { StepUp } from '#shared/auth/stepUp.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import { findAccount } from './accountStore.ts';
import type { AuthenticatorApp } from './authenticatorApp.ts';
import { authProblem } from './authProblem.ts';
import { readFactors } from './factorStore.ts';
import type { LoginThrottle } from './loginThrottle.ts';
import type { Passkeys } from './passkeys.ts';
import { notePasskeyUse } from './passkeyStore.ts';
import type { PasswordQueue } from './passwordQueue.ts';
import { PasswordQueueFull } from './passwordQueue.ts';
import type { RelyingParty } from './relyingParty.ts';
import { stepUpLifetimeMs } from './sessionLifetime.ts';
import { markSteppedUp } from './sessionStore.ts';
import type { Subject } from './subject.ts';

export interface StepUpsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly passwords: PasswordQueue;
  readonly throttle: LoginThrottle;
  readonly app: AuthenticatorApp;
  readonly passkeys: Passkeys;
}

/** Proves again that a logged-in person is there. Failures count like those of logins. */
export interface StepUps {
  /** Until when it holds. Throws `session/step-up-refused`, `login/locked`, `login/busy`, `passkey/…`. */
  prove(subject: Subject, given: StepUp, party: () => RelyingParty, address: string): Promise<number>;
}

export function createStepUps(options: StepUpsOptions): StepUps {
  const { database, clock, passwords, app, passkeys } = options;
  const inTenant = <Result>({ tenant }: Subject, work: (tx: TenantTx) => Promise<Result>): Promise<Result> =>
    database.tenantTx(tenant, work);

  async function isPassword(email: string, password: string): Promise<boolean> {
    const account = await database.systemTx((tx) => findAccount(tx, email));
    return await passwords.verify(password, account?.passwordHash);
  }

  async function isPasskey(subject: Subject, given: StepUp, party: () => RelyingParty): Promise<boolean> {
    if (!('response' in given)) return false;
    const { passkey, counter } = await passkeys.check(given.response, `step-up ${subject.sessionId}`, party());
    if (passkey.tenant !== subject.tenant || passkey.userId !== subject.userId) return false;
    return await inTenant(subject, (tx) => notePasskeyUse(tx, passkey.id, counter, clock.now()));
  }

  async function isProof(subject: Subject, email: string, given: StepUp, party: () => RelyingParty): Promise<boolean> {
    if ('password' in given) return await isPassword(email, given.password);
    if ('code' in given) {
      return (await inTenant(subject, (tx) => app.check(tx, subject.userId, given.code))) !== undefined;
    }
    return await isPasskey(subject, given, party);
  }

  return {
    async prove(subject, given, party, address) {
      const factors = await inTenant(subject, (tx) => readFactors(tx, subject.userId));
      if (factors === undefined) throw authProblem('session/required');
      const admission = await options.throttle.admit(factors.email, address);
      if (!admission.admitted) throw authProblem('login/locked', { retryAfterMs: admission.retryAfterMs });
      try {
        if (!(await isProof(subject, factors.email, given, party))) throw authProblem('session/step-up-refused');
      } catch (error) {
        if (!(error instanceof PasswordQueueFull)) throw error;
        await admission.attempt.abandoned();
        throw authProblem('login/busy', { retryAfterMs: 2_000 });
      }
      await admission.attempt.succeeded();
      const now = clock.now();
      const noted = await inTenant(subject, (tx) => markSteppedUp(tx, subject.sessionId, now));
      if (!noted) throw authProblem('session/required');
      return now + stepUpLifetimeMs;
    },
  };
}
