import { verifyRequestAuthenticator } from '#server/platform/transport/radius/authenticator.ts';
import { verifyMessageAuthenticator } from '#server/platform/transport/radius/messageAuthenticator.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import type { DropReason } from './rejectReason.ts';

const { messageAuthenticator, eapMessage, proxyState } = standardAttribute;

/**
 * Whether a request is what it says, and under which of the router's secrets, which `nas.secret` is from then on.
 * Undefined: yes. What is not is dropped in silence (RFC 2865 §3, 2866 §4.1, 3579 §3.2).
 */
export function requestFault(packet: RadiusPacket, nas: KnownNas): DropReason | undefined {
  if (packet.code === radiusCode.accountingRequest) return accountingFault(packet, nas);
  return signatureFault(packet, nas);
}

function accountingFault(packet: RadiusPacket, nas: KnownNas): DropReason | undefined {
  if (verifyRequestAuthenticator(packet, nas.secret)) return signedFault(packet, nas);
  for (const secret of nas.secrets)
    if (secret !== nas.secret && verifyRequestAuthenticator(packet, secret)) {
      nas.secret = secret;
      return signedFault(packet, nas);
    }
  return 'wrongSecret';
}

function signedFault(packet: RadiusPacket, nas: KnownNas): DropReason | undefined {
  return verifyMessageAuthenticator(packet, nas.secret) === 'invalid' ? 'messageAuthenticatorWrong' : undefined;
}

/** CVE-2024-3596: without a signature there is no proof that the request is the router's. */
function signatureFault(packet: RadiusPacket, nas: KnownNas): DropReason | undefined {
  if (!packet.has(messageAuthenticator)) return unsignedFault(packet, nas);
  if (!isSigned(packet, nas)) return 'messageAuthenticatorWrong';
  // An EAP packet always has one: it says nothing about the others (RFC 3579 §3.2).
  if (nas.entry.messageAuthenticator === 'learnt' && !packet.has(eapMessage)) nas.requiresMessageAuthenticator = true;
  return undefined;
}

function isSigned(packet: RadiusPacket, nas: KnownNas): boolean {
  if (verifyMessageAuthenticator(packet, nas.secret) === 'valid') return true;
  for (const secret of nas.secrets)
    if (secret !== nas.secret && verifyMessageAuthenticator(packet, secret) === 'valid') {
      nas.secret = secret;
      return true;
    }
  return false;
}

function unsignedFault(packet: RadiusPacket, nas: KnownNas): DropReason | undefined {
  const mustSign =
    nas.requiresMessageAuthenticator || packet.code === radiusCode.statusServer || packet.has(eapMessage);
  if (mustSign) return 'messageAuthenticatorMissing';
  return packet.has(proxyState) ? 'proxyStateUnsigned' : undefined;
}
