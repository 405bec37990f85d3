import type { Clock } from '#actors/system/clock.ts';
import type { PasskeyOptions, PasskeyRegistration } from '#shared/auth/passkey.ts';
import type { PasskeyView, SecurityView, TotpEnrolment } from '#shared/auth/secondFactor.ts';
import type { Act } from '../audit/act.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import { userAct } from './authActs.ts';
import type { AuthenticatorApp } from './authenticatorApp.ts';
import { authProblem } from './authProblem.ts';
import { type Factors, readFactors } from './factorStore.ts';
import type { Passkeys } from './passkeys.ts';
import { deletePasskey, insertPasskey, listPasskeys, renamePasskey } from './passkeyStore.ts';
import type { RelyingParty } from './relyingParty.ts';
import type { Subject } from './subject.ts';

export interface OwnFactorsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly app: AuthenticatorApp;
  readonly passkeys: Passkeys;
}

/** What people do with their own second factors; each change is in the log. Throw authProblem. */
export interface OwnFactors {
  view(subject: Subject): Promise<Omit<SecurityView, 'steppedUpUntil'>>;
  beginApp(subject: Subject): Promise<TotpEnrolment>;
  confirmApp(subject: Subject, code: string): Promise<readonly string[]>;
  removeApp(subject: Subject): Promise<void>;
  renewRecoveryCodes(subject: Subject): Promise<readonly string[]>;
  passkeyOptions(subject: Subject, party: RelyingParty): Promise<PasskeyOptions>;
  addPasskey(subject: Subject, name: string, response: PasskeyRegistration, party: RelyingParty): Promise<PasskeyView>;
  renamePasskey(subject: Subject, id: string, name: string): Promise<void>;
  removePasskey(subject: Subject, id: string): Promise<void>;
}

const mostPasskeys = 20;

export function createOwnFactors({ database, clock, app, passkeys }: OwnFactorsOptions): OwnFactors {
  const inTenant = <Result>({ tenant }: Subject, work: (tx: TenantTx) => Promise<Result>): Promise<Result> =>
    database.tenantTx(tenant, work);

  async function factorsOf(tx: TenantTx, { userId }: Subject): Promise<Factors> {
    const factors = await readFactors(tx, userId);
    if (factors === undefined) throw authProblem('session/required');
    return factors;
  }

  async function record(
    tx: TenantTx,
    { userId }: Subject,
    type: `user.${string}`,
    more: Partial<Pick<Act, 'facts' | 'personal'>> = {},
  ): Promise<void> {
    await recordAct(tx, { ...userAct(userId, type), ...more, by: userId, at: clock.now() });
  }

  return {
    view: (subject) =>
      inTenant(subject, async (tx) => {
        const { required, hasPassword, totpSince, recoveryCodesLeft } = await factorsOf(tx, subject);
        const own = await listPasskeys(tx, subject.userId);
        const totp = totpSince === undefined ? {} : { totp: { since: totpSince, recoveryCodesLeft } };
        return { required, hasPassword, ...totp, passkeys: own.map(viewOf) };
      }),
    beginApp: (subject) =>
      inTenant(subject, async (tx) => app.begin(tx, subject.userId, (await factorsOf(tx, subject)).email)),
    confirmApp: (subject, code) =>
      inTenant(subject, async (tx) => {
        const recoveryCodes = await app.confirm(tx, subject.userId, code);
        if (recoveryCodes === undefined) throw authProblem('login/code-wrong');
        await record(tx, subject, 'user.authenticatorAdded');
        return recoveryCodes;
      }),
    removeApp: (subject) =>
      inTenant(subject, async (tx) => {
        const { required, passkeys: left } = await factorsOf(tx, subject);
        if (required && left === 0) throw authProblem('factor/required');
        await app.remove(tx, subject.userId);
        await record(tx, subject, 'user.authenticatorRemoved');
      }),
    renewRecoveryCodes: (subject) =>
      inTenant(subject, async (tx) => {
        const recoveryCodes = await app.renewRecoveryCodes(tx, subject.userId);
        await record(tx, subject, 'user.recoveryCodesRenewed');
        return recoveryCodes;
      }),
    async passkeyOptions(subject, party) {
      const { email, own } = await inTenant(subject, async (tx) => ({
        email: (await factorsOf(tx, subject)).email,
        own: await listPasskeys(tx, subject.userId),
      }));
      if (own.length >= mostPasskeys) throw authProblem('passkey/too-many');
      const user = { id: subject.userId, email, name: subject.userName };
      return await passkeys.registrationOptions(user, own, `register ${subject.sessionId}`, party);
    },
    async addPasskey(subject, name, response, party) {
      const registered = await passkeys.register(response, `register ${subject.sessionId}`, party);
      return await inTenant(subject, async (tx) => {
        if ((await factorsOf(tx, subject)).passkeys >= mostPasskeys) throw authProblem('passkey/too-many');
        const now = clock.now();
        const id = await insertPasskey(tx, { ...registered, userId: subject.userId, name, now });
        if (id === undefined) throw authProblem('passkey/refused');
        await record(tx, subject, 'user.passkeyAdded', { facts: { passkey: id }, personal: { name: { after: name } } });
        return { id, name, createdAt: now, synced: registered.synced };
      });
    },
    renamePasskey: (subject, id, name) =>
      inTenant(subject, async (tx) => {
        if (!(await renamePasskey(tx, subject.userId, id, name))) throw authProblem('passkey/not-found');
        const more = { facts: { passkey: id }, personal: { name: { after: name } } };
        await record(tx, subject, 'user.passkeyRenamed', more);
      }),
    removePasskey: (subject, id) =>
      inTenant(subject, async (tx) => {
        if (!(await deletePasskey(tx, subject.userId, id))) throw authProblem('passkey/not-found');
        const { required, totpSince, passkeys: left } = await factorsOf(tx, subject);
        if (required && left === 0 && totpSince === undefined) throw authProblem('factor/required');
        await record(tx, subject, 'user.passkeyRemoved', { facts: { passkey: id } });
      }),
  };
}

function viewOf({
  credentialId: _credential,
  transports: _transports,
  ...view
}: PasskeyView & {
  readonly credentialId: string;
  readonly transports: readonly string[];
}): PasskeyView {
  return view;
}
