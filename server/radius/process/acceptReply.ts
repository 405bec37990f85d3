import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import type { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { AUTHENTICATOR_AT } from '#server/platform/transport/radius/radiusLayout.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import type { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { writeSalted } from '#server/platform/transport/radius/saltedValue.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { hideUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { mppeKeysV1, mppeKeysV2 } from '../credential/mppeKeys.ts';
import { field, lineAt } from '../policy/policyRecord.ts';
import { prefixValue } from '../policy/prefixValue.ts';
import { field as sessionField } from '../session/sessionRecord.ts';
import type { Admission } from './admission.ts';
import { CLASS_BYTES, writeClass } from './classValue.ts';
import type { Proven } from './credentialCheck.ts';
import type { RadiusMemory } from './radiusMemory.ts';

const { framedIpAddress, framedIpv6Prefix, delegatedIpv6Prefix, sessionTimeout, class: classKey } = standardAttribute;
const ENCRYPTION_ALLOWED = 1;
/** 40 and 128 bits (RFC 2548 §2.4.4). */
const ENCRYPTION_TYPES = 6;
const LONGEST_TIMEOUT_SECONDS = 0x7fff_ffff;
const classValue = Buffer.alloc(CLASS_BYTES);

/** What an Accept says of the subscription and of this session, between `reply` and `seal`. */
export function writeAdmission(
  writer: PacketWriter,
  memory: RadiusMemory,
  policy: number,
  admission: Admission,
  dialect: string,
  at: number,
): void {
  const { policies, sessions, templates } = memory;
  const record = policies.chunk(policy);
  const start = policies.offset(policy);
  writer.prepared(templates.attributes(admission.template, dialect));
  if (admission.ipv4 !== 0) writer.u32(framedIpAddress, admission.ipv4);
  if (admission.prefix !== 0n) writePrefix(writer, memory, admission);
  const lineBytes = record.readUInt16LE(start + field.lineBytes);
  if (lineBytes > 0) {
    const line = lineAt(record, start);
    writer.prepared(record, line, line + lineBytes);
  }
  if (admission.endsAt > 0) {
    const seconds = Math.ceil((admission.endsAt - at) / 1_000);
    writer.u32(sessionTimeout, Math.min(LONGEST_TIMEOUT_SECONDS, Math.max(1, seconds)));
  }
  const version = record.readUInt32LE(start + field.version);
  const number = sessions.u32(admission.session, sessionField.admission);
  writer.octets(classKey, writeClass(classValue, record, start + field.subscription, version, number));
}

/** Standard attributes, which routers of every dialect read. */
function writePrefix(writer: PacketWriter, { prefixes }: RadiusMemory, { prefix, prefixPool }: Admission): void {
  const given = prefixes.pool(prefixPool)?.prefix;
  if (!given) return;
  const key = given.as === 'delegated' ? delegatedIpv6Prefix : framedIpv6Prefix;
  writer.octets(key, prefixValue(prefix, given.length));
}

/** What proves the server to the peer, and the keys of MPPE (RFC 2548 §2.3.3, §2.4). */
export function writeProof(
  writer: PacketWriter,
  request: RadiusPacket,
  secret: RadiusSecret,
  proven: Proven,
  password: string | undefined,
): void {
  if (proven.msChapV2) {
    const { success, hashHash, ntResponse } = proven.msChapV2;
    const keys = mppeKeysV2(hashHash, ntResponse);
    writer.octets(microsoftAttribute.msChap2Success, success);
    writeSalted(writer, microsoftAttribute.msMppeSendKey, keys.sendKey, secret);
    writeSalted(writer, microsoftAttribute.msMppeRecvKey, keys.recvKey, secret);
  } else if (proven.ntHash) {
    const keys = mppeKeysV1(proven.ntHash, password);
    writer.octets(microsoftAttribute.msChapMppeKeys, hideUserPassword(keys, secret, request.bytes, AUTHENTICATOR_AT)!);
  } else return;
  writer.u32(microsoftAttribute.msMppeEncryptionPolicy, ENCRYPTION_ALLOWED);
  writer.u32(microsoftAttribute.msMppeEncryptionTypes, ENCRYPTION_TYPES);
}
