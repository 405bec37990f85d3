import { isIP } from 'node:net';
import { authProblem } from './authProblem.ts';

/** Who a passkey is for (WebAuthn Level 3 §5.1.2): a host name, and the origins of pages that may ask for it. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The public address if it is known, else the one asked under. Throws `passkey/needs-host-name`. */
export function relyingPartyOf(
  publicUrl: string | undefined,
  request: { readonly protocol: string; readonly host: string },
): RelyingParty {
  const url = new URL(publicUrl ?? `${request.protocol}://${request.host}`);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) throw authProblem('passkey/needs-host-name');
  return { id: url.hostname, origin: url.origin };
}
