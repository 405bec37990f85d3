import { randomBytes } from 'node:crypto';
import { eapMessage } from '#server/platform/transport/radius/eapMessage.ts';
import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { msChapErrorValue } from '../credential/msChapError.ts';
import type { EapAnswer } from '../eap/eapAnswer.ts';
import { encodeEapFailure } from '../eap/eapPacket.ts';
import type { EapSessions } from '../eap/eapSessions.ts';
import { eapReplyCode, writeEapAnswer } from '../eap/writeEapAnswer.ts';
import { MAC_BYTES, macText, readMac } from '../memory/macOctets.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import { field, flag } from '../policy/policyRecord.ts';
import { usernameKey } from '../policy/usernameKey.ts';
import { writeAdmission, writeProof } from './acceptReply.ts';
import { accessTypeOf } from './accessTypeOf.ts';
import { Admissions, type AdmissionEvents } from './admission.ts';
import { callingMac } from './callingMac.ts';
import { checkCredential, methodOf, secretAt, type Proven } from './credentialCheck.ts';
import { isForSubscribers } from './isForSubscribers.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { RejectLog } from './rejectLog.ts';
import { rejectReasons, type DropReason, type RejectReason } from './rejectReason.ts';

const { userName, replyMessage, proxyState, state } = standardAttribute;
/** RFC 2865 §5.12. */
const framedMtu = 12;
const { msChap2Response, msChapResponse, msChapError } = microsoftAttribute;

/** What became of a request. */
export type Verdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'challenge' }
  | { readonly kind: 'reject'; readonly reason: RejectReason }
  | { readonly kind: 'drop'; readonly reason: DropReason };

export interface AuthenticationEvents extends AdmissionEvents {
  /** Others of the same subscription have to go. */
  outgoing(sessions: readonly RecordRef[]): void;
}

const accepted: Verdict = { kind: 'accept' };
const challenged: Verdict = { kind: 'challenge' };
const mac = Buffer.alloc(MAC_BYTES);
const key = { bytes: Buffer.alloc(512), length: 0 };

/** Answers Access-Requests. The answer is in `writer`, sealed, when the verdict is no drop. */
export class Authentication {
  readonly writer = new PacketWriter();
  readonly #memory: RadiusMemory;
  readonly #admissions: Admissions;
  readonly #eap: EapSessions;
  readonly #rejects: RejectLog;
  readonly #events: AuthenticationEvents;
  /** For an answer that took several turns: the first view is of another packet by then. */
  readonly #later = new RadiusPacket();

  constructor(memory: RadiusMemory, eap: EapSessions, rejects: RejectLog, events: AuthenticationEvents) {
    this.#memory = memory;
    this.#eap = eap;
    this.#rejects = rejects;
    this.#events = events;
    this.#admissions = new Admissions(memory, events);
  }

  /**
   * A promise where EAP has to wait for TLS; the packet's datagram must stay as it is until then. What comes of it writes
   * the answer, which must be sent before the next is written.
   */
  answer(packet: RadiusPacket, nas: KnownNas, at: number): Verdict | Promise<() => Verdict> {
    const method = methodOf(packet);
    if (method === 'eap') return this.#answerEap(packet, nas, at);
    const policy = this.#policyOf(packet, nas);
    if (policy === 0) return this.#reject(packet, nas, 0, 'unknownUser', at);
    const { policies } = this.#memory;
    const record = policies.chunk(policy);
    const start = policies.offset(policy);
    if (this.#comesByMac(packet, policy)) return this.#admit(packet, nas, policy, at, undefined);
    if (method === 'none') return this.#reject(packet, nas, policy, 'noCredentials', at);
    const proven = this.#prove(packet, nas, method, record, start);
    if (typeof proven === 'string') return this.#reject(packet, nas, policy, proven, at);
    return this.#admit(packet, nas, policy, at, proven);
  }

  /** During a rotation an unsigned PAP request may be under either secret; only the password tells. */
  #prove(
    packet: RadiusPacket,
    nas: KnownNas,
    method: Proven['method'],
    record: Buffer,
    start: number,
  ): ReturnType<typeof checkCredential> {
    const proven = checkCredential(packet, nas.secret, method, record, start);
    if (typeof proven !== 'string' || method !== 'pap' || packet.has(standardAttribute.messageAuthenticator))
      return proven;
    for (const secret of nas.secrets) {
      if (secret === nas.secret) continue;
      const other = checkCredential(packet, secret, method, record, start);
      if (typeof other === 'string') continue;
      nas.secret = secret;
      return other;
    }
    return proven;
  }

  /** By name, else by the MAC address that stands for it. */
  #policyOf(packet: RadiusPacket, nas: KnownNas): RecordRef {
    const index = packet.first(userName);
    if (index < 0) return 0;
    const from = packet.attributes.offset(index);
    const to = from + packet.attributes.length(index);
    usernameKey(packet.bytes, from, to, this.#memory.rules(nas.tenant), key);
    const byName = this.#memory.policies.byName(nas.tenant, key.bytes, 0, key.length);
    if (byName !== 0 || !readMac(packet.bytes, from, to, mac)) return byName;
    return this.#memory.policies.byMac(nas.tenant, mac, 0, flag.macLogin);
  }

  /** RFC 2865 §5.6 Call-Check: the address in User-Name is the device's own, and this subscription lets it in by that. */
  #comesByMac(packet: RadiusPacket, policy: RecordRef): boolean {
    if (!this.#hasFlag(policy, flag.macLogin)) return false;
    const index = packet.first(userName);
    const from = packet.attributes.offset(index);
    const named = Buffer.alloc(MAC_BYTES);
    if (!readMac(packet.bytes, from, from + packet.attributes.length(index), named)) return false;
    return callingMac(packet, mac) && named.equals(mac) && this.#memory.policies.hasMac(policy, mac, 0);
  }

  #hasFlag(policy: RecordRef, wanted: number): boolean {
    const { policies } = this.#memory;
    return (policies.chunk(policy)[policies.offset(policy) + field.flags]! & wanted) !== 0;
  }

  #admit(
    packet: RadiusPacket,
    nas: KnownNas,
    policy: RecordRef,
    at: number,
    proven: Proven | undefined,
    eap?: Exclude<EapAnswer, { readonly outcome: 'discard' }>,
  ): Verdict {
    if (!isForSubscribers(packet)) return this.#reject(packet, nas, policy, 'wrongService', at);
    const admission = this.#admissions.admit({
      policy,
      nas,
      at,
      mac: callingMac(packet, mac) ? mac : undefined,
      accessType: accessTypeOf(packet),
    });
    if (typeof admission === 'string') return this.#reject(packet, nas, policy, admission, at);
    if (!this.#memory.templates.has(admission.template)) return { kind: 'drop', reason: 'noTemplate' };
    const { writer } = this;
    writer.reply(radiusCode.accessAccept, packet);
    if (eap) writeEapAnswer(writer, eap, nas.secret);
    writeAdmission(writer, this.#memory, policy, admission, nas.entry.dialect, at);
    if (proven && proven.method !== 'pap' && proven.method !== 'chap')
      writeProof(writer, packet, nas.secret, proven, this.#password(policy));
    if (admission.outgoing.length > 0) this.#events.outgoing(admission.outgoing);
    return this.#seal(packet, nas, accepted);
  }

  #password(policy: RecordRef): string | undefined {
    const { policies } = this.#memory;
    return secretAt(policies.chunk(policy), policies.offset(policy))?.password;
  }

  #reject(packet: RadiusPacket, nas: KnownNas, policy: RecordRef, reason: RejectReason, at: number): Verdict {
    this.#note(packet, nas, policy, reason, at);
    const { writer } = this;
    writer.reply(radiusCode.accessReject, packet);
    const eap = packet.has(standardAttribute.eapMessage) ? eapMessage(packet) : undefined;
    if (eap) writer.octets(standardAttribute.eapMessage, encodeEapFailure(eap[1] ?? 0));
    const identifier = (packet.octets(msChap2Response) ?? packet.octets(msChapResponse))?.[0];
    if (identifier !== undefined) {
      const challenge = randomBytes(packet.has(msChap2Response) ? 16 : 8);
      writer.octets(msChapError, msChapErrorValue(identifier, { failure: failureOf(reason), challenge }));
    }
    // Not beside EAP, which has its own way to say something (RFC 3579 §2.6.5).
    if (!eap) writer.text(replyMessage, rejectReasons[reason]);
    return this.#seal(packet, nas, { kind: 'reject', reason });
  }

  #note(packet: RadiusPacket, nas: KnownNas, policy: RecordRef, reason: RejectReason, at: number): void {
    const { policies } = this.#memory;
    this.#rejects.add({
      tenantId: nas.entry.tenantId,
      nasId: nas.entry.nasId,
      username: (packet.text(userName) ?? '').slice(0, 253),
      reason,
      at,
      ...(policy !== 0 && {
        subscriptionId: uuidText(policies.chunk(policy), policies.offset(policy) + field.subscription),
      }),
      ...(callingMac(packet, mac) && { mac: macText(mac) }),
    });
  }

  #seal(packet: RadiusPacket, nas: KnownNas, verdict: Verdict): Verdict {
    this.writer.copies(packet, proxyState);
    return this.writer.seal(nas.secret) ? { kind: 'drop', reason: 'replyTooLong' } : verdict;
  }

  #answerEap(packet: RadiusPacket, nas: KnownNas, at: number): Verdict | Promise<() => Verdict> {
    // RFC 3579 §3.3.
    if (packet.has(standardAttribute.userPassword) || packet.has(standardAttribute.chapPassword))
      return { kind: 'drop', reason: 'malformed' };
    const answer = this.#eap.answer({
      eap: eapMessage(packet) ?? Buffer.alloc(0),
      state: packet.octets(state),
      nas: nas.entry.nasId,
      tenantId: nas.entry.tenantId,
      framedMtu: packet.u32(framedMtu),
    });
    if (!(answer instanceof Promise)) return this.#replyEap(packet, nas, at, answer);
    const datagram = packet.bytes;
    return answer.then((late) => () => {
      this.#later.read(datagram);
      return this.#replyEap(this.#later, nas, at, late);
    });
  }

  #replyEap(packet: RadiusPacket, nas: KnownNas, at: number, answer: EapAnswer): Verdict {
    if (answer.outcome === 'discard') return { kind: 'drop', reason: 'eapDiscarded' };
    if (answer.outcome === 'accept') {
      const policy = this.#policyByName(answer.userName, nas);
      if (policy === 0) return this.#reject(packet, nas, 0, 'unknownUser', at);
      return this.#admit(packet, nas, policy, at, undefined, answer);
    }
    const { writer } = this;
    writer.reply(eapReplyCode(answer), packet);
    writeEapAnswer(writer, answer, nas.secret);
    if (answer.outcome === 'challenge') return this.#seal(packet, nas, challenged);
    const reason = reasonOf(answer.reason);
    this.#note(packet, nas, this.#policyByName(answer.userName, nas), reason, at);
    return this.#seal(packet, nas, { kind: 'reject', reason });
  }

  #policyByName(name: Uint8Array, nas: KnownNas): RecordRef {
    if (name.length > key.bytes.length) return 0;
    usernameKey(Buffer.from(name), 0, name.length, this.#memory.rules(nas.tenant), key);
    return this.#memory.policies.byName(nas.tenant, key.bytes, 0, key.length);
  }
}

function reasonOf(refusal: string): RejectReason {
  if (refusal === 'unknownUser' || refusal === 'wrongPassword') return refusal;
  return refusal === 'passwordNotInClear' ? 'methodImpossible' : 'eap';
}

/** RFC 2759 §6. */
function failureOf(reason: RejectReason): 'authentication' | 'accountDisabled' | 'noDialIn' {
  if (reason === 'unknownUser' || reason === 'wrongPassword' || reason === 'methodImpossible') return 'authentication';
  return reason === 'suspended' || reason === 'left' || reason === 'blocked' ? 'accountDisabled' : 'noDialIn';
}
