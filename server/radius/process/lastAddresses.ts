import type { RecordRef } from '../memory/recordArena.ts';
import { UUID_BYTES } from '../memory/uuidOctets.ts';
import { field as policyField } from '../policy/policyRecord.ts';
import { field, state } from '../session/sessionRecord.ts';
import { rememberAddresses } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';

/** subscription 16 · IPv4 u32 · upper half of the prefix u64 */
const LAST_BYTES = UUID_BYTES + 12;

/** What lines in these slots had last, where no session that is kept says it. */
export function lastsOf(memory: RadiusMemory, from: number, to: number): Buffer {
  const { policies } = memory;
  const found: Buffer[] = [];
  for (let slot = from; slot < Math.min(policies.slots, to); slot += 1) {
    const ref = policies.at(slot);
    if (ref === 0) continue;
    const record = policies.chunk(ref);
    const start = policies.offset(ref);
    const ipv4 = record.readUInt32LE(start + policyField.lastAddress);
    const prefix = record.readBigUInt64LE(start + policyField.lastPrefix);
    if ((ipv4 === 0 && prefix === 0n) || isSaidBySession(memory, ref, ipv4, prefix)) continue;
    const last = Buffer.alloc(LAST_BYTES);
    record.copy(last, 0, start + policyField.subscription, start + policyField.subscription + UUID_BYTES);
    last.writeUInt32LE(ipv4, UUID_BYTES);
    last.writeBigUInt64LE(prefix, UUID_BYTES + 4);
    found.push(last);
  }
  return Buffer.concat(found);
}

export function restoreLasts(memory: RadiusMemory, lasts: string): void {
  const bytes = Buffer.from(lasts, 'base64');
  for (let at = 0; at + LAST_BYTES <= bytes.length; at += LAST_BYTES) {
    const ref = memory.policies.byIdOctets(bytes, at);
    if (ref === 0) continue;
    rememberAddresses(memory, ref, bytes.readUInt32LE(at + UUID_BYTES), bytes.readBigUInt64LE(at + UUID_BYTES + 4));
  }
}

/** Only admitted sessions are not kept. */
function isSaidBySession({ sessions }: RadiusMemory, policy: RecordRef, ipv4: number, prefix: bigint): boolean {
  const newest = sessions.firstOf(policy);
  if (newest === 0 || sessions.state(newest) === state.admitted) return false;
  return sessions.u32(newest, field.ipv4) === ipv4 && sessions.u64(newest, field.prefix) === prefix;
}
