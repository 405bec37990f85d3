import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { PasskeyAssertion, PasskeyRegistration, type PasskeyOptions } from '#shared/auth/passkey.ts';
import { say } from '../words/words.ts';
import { ApiError } from './api.ts';

/** Passkeys exist on secure origins only. */
export function passkeysPossible(): boolean {
  return window.isSecureContext && 'PublicKeyCredential' in window;
}

/** What the person, the browser or the key declined; `message` is for the person. */
export class PasskeyDeclined extends Error {
  override readonly name = 'PasskeyDeclined';
}

/** The options are the server's; the browser itself judges them. Throws {@link PasskeyDeclined}. */
export async function usePasskey(options: PasskeyOptions): Promise<PasskeyAssertion> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return PasskeyAssertion.parse(await startAuthentication({ optionsJSON }).catch(declined));
}

export async function makePasskey(options: PasskeyOptions): Promise<PasskeyRegistration> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return PasskeyRegistration.parse(await startRegistration({ optionsJSON }).catch(declined));
}

/** Names as WebAuthn Level 3 gives them. */
function declined(cause: unknown): never {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'InvalidStateError') throw new PasskeyDeclined(say('passkey.already'), { cause });
  if (name === 'NotAllowedError' || name === 'AbortError')
    throw new PasskeyDeclined(say('passkey.cancelled'), { cause });
  throw new PasskeyDeclined(say('passkey.failed'), { cause });
}

/** The words of what went wrong on the way to the server and back; anything else is a fault of the page. */
export function troubleWords(error: unknown): string {
  if (error instanceof PasskeyDeclined) return error.message;
  if (!(error instanceof ApiError)) throw error;
  return error.status === 0 ? say('login.unreachable') : error.message;
}
