import { writeEapMessage } from '#server/platform/transport/radius/eapMessage.ts';
import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import type { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { writeSalted } from '#server/platform/transport/radius/saltedValue.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { EapAnswer } from './eapAnswer.ts';

/** An answer that is sent: `discard` is answered by nothing. */
export type SentEapAnswer = Exclude<EapAnswer, { readonly outcome: 'discard' }>;

const codes = {
  challenge: radiusCode.accessChallenge,
  accept: radiusCode.accessAccept,
  reject: radiusCode.accessReject,
} as const;

/** The code of the packet that says it. */
export function eapReplyCode({ outcome }: SentEapAnswer): number {
  return codes[outcome];
}

/**
 * What EAP itself says, between `reply` and `seal`. An Accept names who has proved a password, since the request may have
 * had another name outside of the tunnel and accounting shall come under this one (RFC 2865 §5.1); its keys are
 * those of the air interface (RFC 3580 §3.16, 2548 §2.4).
 */
export function writeEapAnswer(writer: PacketWriter, answer: SentEapAnswer, secret: RadiusSecret): void {
  writeEapMessage(writer, answer.eap);
  if (answer.outcome === 'challenge') writer.octets(standardAttribute.state, answer.state);
  if (answer.outcome !== 'accept') return;
  writer.octets(standardAttribute.userName, answer.userName);
  if (!answer.keys) return;
  writeSalted(writer, microsoftAttribute.msMppeRecvKey, answer.keys.recvKey, secret);
  writeSalted(writer, microsoftAttribute.msMppeSendKey, answer.keys.sendKey, secret);
}
