import { createHash, randomBytes } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { PasskeyOptions, type PasskeyAssertion, type PasskeyRegistration } from '#shared/auth/passkey.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import { authProblem } from './authProblem.ts';
import { insertChallenge, useChallenge } from './passkeyChallengeStore.ts';
import { findPasskey, type ListedPasskey, type NewPasskey, type StoredPasskey } from './passkeyStore.ts';
import type { RelyingParty } from './relyingParty.ts';

export interface PasskeysOptions {
  readonly database: Database;
  readonly clock: Clock;
}

/** What a challenge is made for: nobody can answer with one that was made for somebody or something else. */
export type ChallengePurpose = 'login' | `register ${string}` | `step-up ${string}`;

/** The ceremonies of WebAuthn. Verification is required always, so that a passkey alone is two factors. */
export interface Passkeys {
  registrationOptions(
    user: { readonly id: UserId; readonly email: string; readonly name: string },
    known: readonly ListedPasskey[],
    purpose: ChallengePurpose,
    party: RelyingParty,
  ): Promise<PasskeyOptions>;
  /** What to store. Throws `passkey/challenge-over`, `passkey/refused`. */
  register(
    response: PasskeyRegistration,
    purpose: ChallengePurpose,
    party: RelyingParty,
  ): Promise<Omit<NewPasskey, 'userId' | 'name' | 'now'>>;
  /** Without `allowed` the browser offers every passkey it has for this site. */
  assertionOptions(
    purpose: ChallengePurpose,
    party: RelyingParty,
    allowed?: readonly ListedPasskey[],
  ): Promise<PasskeyOptions>;
  /** Whose passkey signed, and its new counter; to be noted with notePasskeyUse. Throws `passkey/…`. */
  check(
    response: PasskeyAssertion,
    purpose: ChallengePurpose,
    party: RelyingParty,
  ): Promise<{ readonly passkey: StoredPasskey; readonly counter: number }>;
}

const challengeLifetimeMs = 5 * 60_000;
const ClientData = z.object({ challenge: z.string().max(200) });

export function createPasskeys({ database, clock }: PasskeysOptions): Passkeys {
  async function newChallenge(purpose: ChallengePurpose): Promise<Uint8Array<ArrayBuffer>> {
    const challenge = Uint8Array.from(randomBytes(32));
    const stored = { hash: sha256(Buffer.from(challenge).toString('base64url')), binding: sha256(purpose) };
    await database.systemTx((tx) => insertChallenge(tx, stored, clock.now() + challengeLifetimeMs));
    return challenge;
  }

  async function usedChallenge(clientDataJSON: string, purpose: ChallengePurpose): Promise<string> {
    const challenge = challengeIn(clientDataJSON);
    const given = { hash: sha256(challenge), binding: sha256(purpose) };
    const standing = await database.systemTx((tx) => useChallenge(tx, given, clock.now()));
    if (!standing) throw authProblem('passkey/challenge-over');
    return challenge;
  }

  return {
    async registrationOptions(user, known, purpose, party) {
      const options = await generateRegistrationOptions({
        rpName: 'Lastmile',
        rpID: party.id,
        userID: Uint8Array.from(Buffer.from(user.id)),
        userName: user.email,
        userDisplayName: user.name,
        challenge: await newChallenge(purpose),
        timeout: challengeLifetimeMs,
        excludeCredentials: known.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: [...transports],
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return asJson(options);
    },
    async register(response, purpose, party) {
      const expectedChallenge = await usedChallenge(response.response.clientDataJSON, purpose);
      const { transports, ...attestation } = response.response;
      const { id, rawId, type } = response;
      const { registrationInfo } = await refused(() =>
        verifyRegistrationResponse({
          response: { id, rawId, type, response: attestation, clientExtensionResults: {} },
          expectedChallenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: true,
        }),
      );
      if (registrationInfo === undefined) throw authProblem('passkey/refused');
      const { credential, credentialBackedUp } = registrationInfo;
      return {
        credentialId: credential.id,
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: transports ?? [],
        synced: credentialBackedUp,
      };
    },
    async assertionOptions(purpose, party, allowed) {
      const options = await generateAuthenticationOptions({
        rpID: party.id,
        challenge: await newChallenge(purpose),
        timeout: challengeLifetimeMs,
        userVerification: 'required',
        ...(allowed
          ? {
              allowCredentials: allowed.map(({ credentialId, transports }) => ({
                id: credentialId,
                transports: [...transports],
              })),
            }
          : {}),
      });
      return asJson(options);
    },
    async check(response, purpose, party) {
      const expectedChallenge = await usedChallenge(response.response.clientDataJSON, purpose);
      const { id, rawId, type } = response;
      const { clientDataJSON, authenticatorData, signature } = response.response;
      const passkey = await database.systemTx((tx) => findPasskey(tx, id));
      if (passkey === undefined) throw authProblem('passkey/refused');
      const { verified, authenticationInfo } = await refused(() =>
        verifyAuthenticationResponse({
          response: {
            id,
            rawId,
            type,
            response: { clientDataJSON, authenticatorData, signature },
            clientExtensionResults: {},
          },
          expectedChallenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: true,
          credential: { id: passkey.credentialId, publicKey: passkey.publicKey, counter: passkey.counter },
        }),
      );
      if (!verified) throw authProblem('passkey/refused');
      return { passkey, counter: authenticationInfo.newCounter };
    },
  };
}

/** Without the members that are absent. */
function asJson(options: object): PasskeyOptions {
  return PasskeyOptions.parse(JSON.parse(JSON.stringify(options)));
}

/** The library throws whatever is wrong with a response; all of it is the asker's. */
async function refused<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (cause) {
    throw authProblem('passkey/refused', { cause });
  }
}

function challengeIn(clientDataJSON: string): string {
  try {
    return ClientData.parse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))).challenge;
  } catch (cause) {
    throw authProblem('passkey/refused', { cause });
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
