import { recordAct } from '#server/platform/audit/auditStore.ts';
import * as accessTokens from '#server/platform/auth/accessTokenStore.ts';
import { findAccount, readProfile, readWallProfile } from '#server/platform/auth/accountStore.ts';
import * as factors from '#server/platform/auth/factorStore.ts';
import * as throttle from '#server/platform/auth/loginThrottleStore.ts';
import * as challenges from '#server/platform/auth/passkeyChallengeStore.ts';
import * as passkeys from '#server/platform/auth/passkeyStore.ts';
import * as pendingLogins from '#server/platform/auth/pendingLoginStore.ts';
import * as sessionLists from '#server/platform/auth/sessionListStore.ts';
import * as sessions from '#server/platform/auth/sessionStore.ts';
import * as totp from '#server/platform/auth/totpStore.ts';
import { UserId } from '#shared/values/ids.ts';
import { apart, inTx, reads, writes, type StoreCase } from './storeCase.ts';

export const authStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/platform/audit/auditStore.ts#recordAct': inTx((tx, pick) =>
    recordAct(tx, {
      kind: 'alarm',
      id: pick.actor(),
      type: 'alarm.acknowledged',
      personal: { name: { after: `${pick.ownMark()}name` } },
      by: pick.user(),
      at: pick.at(),
    }),
  ),
  'server/platform/auth/accessTokenStore.ts#listTokens': inTx((tx) => accessTokens.listTokens(tx)),
  'server/platform/auth/accessTokenStore.ts#insertToken': inTx((tx, pick) =>
    accessTokens.insertToken(tx, {
      kind: pick.one(['api', 'wall']),
      name: `${pick.ownMark()}token`,
      hint: 'lm_',
      tokenHash: pick.bytes(),
      createdBy: pick.user(),
      permissions: ['alarm.view'],
      branches: pick.branches(),
      now: pick.at(),
      expiresAt: pick.one([undefined, pick.at()]),
    }),
  ),
  'server/platform/auth/accessTokenStore.ts#countTokens': inTx((tx) => accessTokens.countTokens(tx)),
  'server/platform/auth/accessTokenStore.ts#deleteApiTokensOf': inTx((tx, pick) =>
    accessTokens.deleteApiTokensOf(tx, pick.user()),
  ),
  'server/platform/auth/accessTokenStore.ts#deleteToken': inTx((tx, pick) =>
    accessTokens.deleteToken(tx, pick.session()),
  ),
  'server/platform/auth/accessTokenStore.ts#touchToken': inTx((tx, pick) =>
    accessTokens.touchToken(tx, pick.session(), pick.at(), '203.0.113.9'),
  ),
  'server/platform/auth/accessTokenStore.ts#findWall': reads('the link says whose wall it is', (tx, _pool, pick) =>
    accessTokens.findWall(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/accessTokenStore.ts#insertWallSession': inTx((tx, pick) =>
    accessTokens.insertWallSession(tx, {
      linkId: pick.session(),
      tokenHash: pick.bytes(),
      address: '203.0.113.9',
      userAgent: '',
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/platform/auth/factorStore.ts#readFactors': inTx((tx, pick) => factors.readFactors(tx, pick.user())),
  'server/platform/auth/factorStore.ts#deleteFactors': inTx((tx, pick) => factors.deleteFactors(tx, pick.user())),
  'server/platform/auth/loginThrottleStore.ts#lockFailures': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.lockFailures(tx, { both: pick.bytes(), account: pick.bytes(), address: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#storeFailures': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.storeFailures(tx, pick.bytes(), { failures: 1, lockedUntil: 0, lastAt: pick.at() }),
  ),
  'server/platform/auth/loginThrottleStore.ts#lockedUntil': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.lockedUntil(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#forgetOldFailures': reads(
    'failures belong to no tenant',
    (tx, _pool, pick) => throttle.forgetOldFailures(tx, pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#forgetFailures': reads(
    'failures belong to no tenant',
    (tx, _pool, pick) => throttle.forgetFailures(tx, pick.bytes()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#insertChallenge': reads(
    'nobody knows yet who will answer',
    (tx, _pool, pick) => challenges.insertChallenge(tx, { hash: pick.bytes(), binding: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#useChallenge': reads(
    'nobody knows yet who answers',
    (tx, _pool, pick) => challenges.useChallenge(tx, { hash: pick.bytes(), binding: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#deleteExpiredChallenges': reads(
    'challenges belong to no tenant',
    (tx, _pool, pick) => challenges.deleteExpiredChallenges(tx, pick.at()),
  ),
  'server/platform/auth/passkeyStore.ts#insertPasskey': inTx((tx, pick) =>
    passkeys.insertPasskey(tx, {
      userId: pick.user(),
      credentialId: pick.id(),
      publicKey: pick.bytes(),
      counter: 0,
      transports: [],
      synced: false,
      name: `${pick.ownMark()}passkey`,
      now: pick.at(),
    }),
  ),
  'server/platform/auth/passkeyStore.ts#listPasskeys': inTx((tx, pick) => passkeys.listPasskeys(tx, pick.user())),
  'server/platform/auth/passkeyStore.ts#findPasskey': reads('the credential says whose it is', (tx, _pool, pick) =>
    passkeys.findPasskey(tx, `${pick.mark()}credential-0`),
  ),
  'server/platform/auth/passkeyStore.ts#notePasskeyUse': inTx((tx, pick) =>
    passkeys.notePasskeyUse(tx, pick.session(), 1 + pick.number(5), pick.at()),
  ),
  'server/platform/auth/passkeyStore.ts#renamePasskey': inTx((tx, pick) =>
    passkeys.renamePasskey(tx, pick.user(), pick.session(), `${pick.ownMark()}renamed`),
  ),
  'server/platform/auth/passkeyStore.ts#deletePasskey': inTx((tx, pick) =>
    passkeys.deletePasskey(tx, pick.user(), pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#insertPendingLogin': inTx((tx, pick) =>
    pendingLogins.insertPendingLogin(tx, {
      userId: pick.user(),
      tokenHash: pick.bytes(),
      step: 'second-factor',
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/platform/auth/pendingLoginStore.ts#findPendingLogin': reads(
    'the token says whose login it is',
    (tx, _pool, pick) => pendingLogins.findPendingLogin(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/pendingLoginStore.ts#failPendingLogin': inTx((tx, pick) =>
    pendingLogins.failPendingLogin(tx, pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#deletePendingLogin': inTx((tx, pick) =>
    pendingLogins.deletePendingLogin(tx, pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#deleteExpiredLogins': writes('tidying has no tenant', (tx, _pool, pick) =>
    pendingLogins.deleteExpiredLogins(tx, pick.at()),
  ),
  'server/platform/auth/sessionListStore.ts#listSessions': inTx((tx, pick) =>
    sessionLists.listSessions(tx, pick.user(), pick.at()),
  ),
  'server/platform/auth/sessionListStore.ts#ownsSession': inTx((tx, pick) =>
    sessionLists.ownsSession(tx, pick.user(), pick.session()),
  ),
  'server/platform/auth/sessionStore.ts#markSteppedUp': inTx((tx, pick) =>
    sessions.markSteppedUp(tx, pick.session(), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#beginTotp': inTx((tx, pick) =>
    totp.beginTotp(tx, pick.user(), pick.bytes(), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#lockTotp': inTx((tx, pick) => totp.lockTotp(tx, pick.user())),
  'server/platform/auth/totpStore.ts#noteTotpStep': inTx((tx, pick) =>
    totp.noteTotpStep(tx, pick.user(), 1 + pick.number(9), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#deleteTotp': inTx((tx, pick) => totp.deleteTotp(tx, pick.user())),
  'server/platform/auth/totpStore.ts#replaceRecoveryCodes': inTx((tx, pick) =>
    totp.replaceRecoveryCodes(tx, pick.user(), [pick.bytes(), pick.bytes()]),
  ),
  'server/platform/auth/totpStore.ts#useRecoveryCode': inTx((tx, pick) =>
    totp.useRecoveryCode(tx, pick.user(), pick.bytes(), pick.at()),
  ),
  'server/platform/auth/accountStore.ts#readWallProfile': inTx((tx, pick) =>
    readWallProfile(tx, UserId.parse(pick.session())),
  ),
  'server/platform/auth/accountStore.ts#findAccount': reads(
    'the e-mail address is the login name, in whichever tenant',
    (tx, _pool, pick) => findAccount(tx, `${pick.number(4)}@${pick.mark()}.test`),
  ),
  'server/platform/auth/accountStore.ts#readProfile': inTx((tx, pick) => readProfile(tx, pick.user())),
  'server/platform/auth/sessionChangeStore.ts#parseSessionChange': apart('reads a text'),
  'server/platform/auth/sessionChangeStore.ts#notifySessionChange': apart('makes a statement and runs none'),
  'server/platform/auth/sessionStore.ts#findSessionByToken': reads(
    'the token says whose session it is',
    (tx, _pool, pick) => sessions.findSessionByToken(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#findSessions': reads(
    'sockets of all tenants are looked at together',
    (tx, _pool, pick) => sessions.findSessions(tx, [pick.session(), pick.session()], pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#insertSession': inTx((tx, pick) =>
    sessions.insertSession(tx, {
      userId: pick.user(),
      tokenHash: pick.bytes(),
      passwordHash: `${pick.mark()}hash`,
      now: pick.at(),
    }),
  ),
  'server/platform/auth/sessionStore.ts#extendSession': inTx((tx, pick) =>
    sessions.extendSession(tx, pick.session(), pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#deleteSession': inTx((tx, pick) => sessions.deleteSession(tx, pick.session())),
  'server/platform/auth/sessionStore.ts#deleteSessionsOfUser': inTx((tx, pick) =>
    sessions.deleteSessionsOfUser(tx, pick.user()),
  ),
  'server/platform/auth/sessionStore.ts#deleteExpiredSessions': writes('tidying has no tenant', (tx, _pool, pick) =>
    sessions.deleteExpiredSessions(tx, pick.at()),
  ),
};
