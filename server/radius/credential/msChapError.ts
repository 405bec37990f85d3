/** Why a peer is refused, in the codes of RFC 2759 §6 (the same as those of RFC 2433 §7). */
export const msChapFailures = {
  restrictedHours: 646,
  accountDisabled: 647,
  passwordExpired: 648,
  noDialIn: 649,
  authentication: 691,
  changingPassword: 709,
} as const;

export type MsChapFailure = keyof typeof msChapFailures;

export interface MsChapError {
  readonly failure: MsChapFailure;
  /** Of MS-CHAPv1 8 octets, of v2 16: the length says which. The challenge for the next attempt, if it may retry. */
  readonly challenge: Uint8Array;
  /** The peer may try again at once, with the same connection. */
  readonly mayRetry?: boolean;
  /** For the person; one line. MS-CHAPv1 has no place for it. */
  readonly message?: string;
}

/**
 * `E=691 R=0 C=… V=3 M=…`. V is the version of the change-password protocol: 3 goes with MS-CHAPv2 (RFC 2759 §6), 2 with
 * v1 (RFC 2433 §9).
 */
export function msChapErrorText({ failure, challenge, mayRetry = false, message }: MsChapError): string {
  const isV2 = challenge.length === 16;
  const hex = Buffer.from(challenge.buffer, challenge.byteOffset, challenge.length).toString('hex').toUpperCase();
  const text = `E=${msChapFailures[failure]} R=${mayRetry ? 1 : 0} C=${hex} V=${isV2 ? 3 : 2}`;
  return isV2 && message ? `${text} M=${message.replace(/\p{Cc}+/gu, ' ')}` : text;
}

/** The value of MS-CHAP-Error (RFC 2548 §2.1.5): the identifier of the response and the text, at most 247 octets. */
export function msChapErrorValue(identifier: number, error: MsChapError): Uint8Array {
  const text = Buffer.from(msChapErrorText(error), 'utf8');
  const value = Buffer.alloc(Math.min(247, 1 + text.length));
  value[0] = identifier;
  text.copy(value, 1);
  return value;
}
