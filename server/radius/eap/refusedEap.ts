import type { EapAnswer } from './eapAnswer.ts';
import { encodeEapFailure } from './eapPacket.ts';

/** The EAP packet of a Reject when the password was right and something else stands against it (RFC 3579 §2.6.3). */
export function refusedEap(answer: Extract<EapAnswer, { readonly outcome: 'accept' }>): Uint8Array {
  return encodeEapFailure(answer.eap[1]!);
}
