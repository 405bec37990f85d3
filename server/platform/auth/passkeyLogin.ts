import type { Clock } from '#actors/system/clock.ts';
import type { PasskeyAssertion, PasskeyOptions } from '#shared/auth/passkey.ts';
import type { Database } from '../db/database.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import { authProblem } from './authProblem.ts';
import { beginSession, type BegunSession } from './beginSession.ts';
import type { Passkeys } from './passkeys.ts';
import { listPasskeys, notePasskeyUse } from './passkeyStore.ts';
import { deletePendingLogin, type PendingLogin } from './pendingLoginStore.ts';
import type { RelyingParty } from './relyingParty.ts';
import type { Visitor } from './sessionStore.ts';

export interface PasskeyLoginsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: HttpMetrics;
  readonly passkeys: Passkeys;
}

/** Logging in with a passkey, alone or where a password was given already (`pending`). */
export interface PasskeyLogins {
  options(pending: PendingLogin | undefined, party: RelyingParty): Promise<PasskeyOptions>;
  /** Throws `passkey/…` and `login/passkey-refused`. */
  finish(
    response: PasskeyAssertion,
    pending: PendingLogin | undefined,
    party: RelyingParty,
    visitor: Visitor,
  ): Promise<BegunSession>;
}

export function createPasskeyLogins({ database, clock, metrics, passkeys }: PasskeyLoginsOptions): PasskeyLogins {
  return {
    async options(pending, party) {
      if (pending === undefined) return await passkeys.assertionOptions('login', party);
      const own = await database.tenantTx(pending.tenant, (tx) => listPasskeys(tx, pending.userId));
      return await passkeys.assertionOptions('login', party, own);
    },
    async finish(response, pending, party, visitor) {
      const { passkey, counter } = await passkeys.check(response, 'login', party);
      const { tenant, userId, id } = passkey;
      if (pending && (pending.tenant !== tenant || pending.userId !== userId)) {
        throw authProblem('login/passkey-refused');
      }
      const begun = await database.tenantTx(tenant, async (tx) => {
        if (!(await notePasskeyUse(tx, id, counter, clock.now()))) return undefined;
        if (pending) await deletePendingLogin(tx, pending.id);
        return await beginSession(tx, { userId, with: 'passkey', from: visitor, now: clock.now() });
      });
      metrics.logins.inc({ outcome: begun ? 'accepted' : 'refused' });
      if (begun === undefined) throw authProblem('login/passkey-refused');
      return begun;
    },
  };
}
