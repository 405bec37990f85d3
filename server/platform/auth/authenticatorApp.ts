import { randomBytes } from 'node:crypto';
import { create } from 'qrcode';
import type { Clock } from '#actors/system/clock.ts';
import type { QrMatrix, TotpEnrolment } from '#shared/auth/secondFactor.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { authProblem } from './authProblem.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recoveryCodes.ts';
import { base32, stepOfCode, totpUri } from './totp.ts';
import { beginTotp, deleteTotp, lockTotp, noteTotpStep, replaceRecoveryCodes, useRecoveryCode } from './totpStore.ts';

export interface AuthenticatorAppOptions {
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/** A user's authenticator app and the recovery codes that come with it. Each throws authProblem where that is said. */
export interface AuthenticatorApp {
  /** `totp/already-on` */
  begin(tx: TenantTx, userId: UserId, email: string): Promise<TotpEnrolment>;
  /** The first code proves that the app works; answers the recovery codes. `totp/none-begun`; undefined: wrong code. */
  confirm(tx: TenantTx, userId: UserId, code: string): Promise<readonly string[] | undefined>;
  /** Uses a code of the app or a recovery code up; undefined: wrong, used before, or no app. */
  check(tx: TenantTx, userId: UserId, code: string): Promise<'totp' | 'recovery' | undefined>;
  /** Codes given out before are worth nothing. `totp/not-on` */
  renewRecoveryCodes(tx: TenantTx, userId: UserId): Promise<readonly string[]>;
  /** `totp/not-on` */
  remove(tx: TenantTx, userId: UserId): Promise<void>;
}

const purpose = 'totp';
const issuer = 'Lastmile';

export function createAuthenticatorApp({ secrets, clock }: AuthenticatorAppOptions): AuthenticatorApp {
  const read = (tx: TenantTx, sealed: Uint8Array): Buffer =>
    Buffer.from(secrets.decrypt(tx.tenant, purpose, sealed), 'base64');

  async function giveRecoveryCodes(tx: TenantTx, userId: UserId, secret: Buffer): Promise<readonly string[]> {
    const codes = newRecoveryCodes();
    const hashes = codes.map((code) => hashOfRecoveryCode(secret, code));
    await replaceRecoveryCodes(tx, userId, hashes);
    return codes;
  }

  return {
    async begin(tx, userId, email) {
      // 160 bits, as RFC 4226 §4 (R6) recommends.
      const secret = randomBytes(20);
      const sealed = secrets.encrypt(tx.tenant, purpose, secret.toString('base64'));
      if (!(await beginTotp(tx, userId, sealed, clock.now()))) throw authProblem('totp/already-on');
      const uri = totpUri(secret, issuer, email);
      return { secret: base32(secret), uri, qr: qrOf(uri) };
    },
    async confirm(tx, userId, code) {
      const app = await lockTotp(tx, userId);
      if (app === undefined || app.confirmedAt !== undefined) throw authProblem('totp/none-begun');
      const secret = read(tx, app.secret);
      const step = stepOfCode(secret, code, clock.now(), app.lastStep);
      if (step === undefined) return undefined;
      await noteTotpStep(tx, userId, step, clock.now());
      return await giveRecoveryCodes(tx, userId, secret);
    },
    async check(tx, userId, code) {
      const app = await lockTotp(tx, userId);
      if (app?.confirmedAt === undefined) return undefined;
      const secret = read(tx, app.secret);
      if (!/^\d{6}$/.test(code)) {
        const hash = hashOfRecoveryCode(secret, code);
        return (await useRecoveryCode(tx, userId, hash, clock.now())) ? 'recovery' : undefined;
      }
      const step = stepOfCode(secret, code, clock.now(), app.lastStep);
      if (step === undefined) return undefined;
      await noteTotpStep(tx, userId, step, clock.now());
      return 'totp';
    },
    async renewRecoveryCodes(tx, userId) {
      const app = await lockTotp(tx, userId);
      if (app?.confirmedAt === undefined) throw authProblem('totp/not-on');
      return await giveRecoveryCodes(tx, userId, read(tx, app.secret));
    },
    async remove(tx, userId) {
      const app = await lockTotp(tx, userId);
      if (app?.confirmedAt === undefined) throw authProblem('totp/not-on');
      await deleteTotp(tx, userId);
    },
  };
}

function qrOf(text: string): QrMatrix {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return Array.from({ length: size }, (_, row) =>
    Array.from(data.subarray(row * size, (row + 1) * size), (dark) => (dark ? '1' : '0')).join(''),
  );
}
