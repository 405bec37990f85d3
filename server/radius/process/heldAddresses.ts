import { ipv4Text, parseIpv4 } from '#server/platform/transport/radius/addressText.ts';
import type { LeaseEntry } from '../journal/entry.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import { field as policyField } from '../policy/policyRecord.ts';
import { parsePrefix, prefixHalf, prefixText, prefixValue } from '../policy/prefixValue.ts';
import { field } from '../session/sessionRecord.ts';
import type { RadiusMemory } from './radiusMemory.ts';

/** What a session has of the pools becomes free. */
export function releaseAddresses({ sessions, addresses, prefixes }: RadiusMemory, session: RecordRef): void {
  addresses.release(sessions.u32(session, field.pool), sessions.u32(session, field.ipv4), session);
  prefixes.release(sessions.u32(session, field.prefixPool), sessions.u64(session, field.prefix), session);
}

/** What a session that was read from the disk has of the pools is its own. */
export function claimAddresses({ sessions, addresses, prefixes }: RadiusMemory, session: RecordRef): void {
  addresses.claim(sessions.u32(session, field.pool), sessions.u32(session, field.ipv4), session);
  prefixes.claim(sessions.u32(session, field.prefixPool), sessions.u64(session, field.prefix), session);
}

/** What a subscription had last: it gets the same again, and others get it when nothing else is free. 0 and 0n: none. */
export function rememberAddresses(memory: RadiusMemory, policy: RecordRef, ipv4: number, prefix: bigint): void {
  const record = memory.policies.chunk(policy);
  const start = memory.policies.offset(policy);
  if (ipv4 !== 0) {
    record.writeUInt32LE(ipv4, start + policyField.lastAddress);
    memory.addresses.keepBack(record.readUInt32LE(start + policyField.pool), ipv4);
  }
  if (prefix === 0n) return;
  record.writeBigUInt64LE(prefix, start + policyField.lastPrefix);
  memory.prefixes.keepBack(record.readUInt32LE(start + policyField.prefixPool), prefix);
}

/** For the journal: what an Accept gave that its line did not have before. */
export function leaseOf(
  memory: RadiusMemory,
  policy: RecordRef,
  given: { readonly ipv4: number; readonly prefix: bigint; readonly nasId: string; readonly at: number },
): LeaseEntry {
  const record = memory.policies.chunk(policy);
  const start = memory.policies.offset(policy);
  const length = memory.prefixes.pool(record.readUInt32LE(start + policyField.prefixPool))?.prefix.length ?? 64;
  return {
    tenantId: memory.tenants.id(record.readUInt16LE(start + policyField.tenant)),
    subscriptionId: uuidText(record, start + policyField.subscription),
    nasId: given.nasId,
    at: given.at,
    ...(given.ipv4 !== 0 && { address: ipv4Text(given.ipv4) }),
    ...(given.prefix !== 0n && { prefix: prefixText(prefixValue(given.prefix, length)) }),
  };
}

/** The same, read again. */
export function replayLease(memory: RadiusMemory, { subscriptionId, address, prefix }: LeaseEntry): void {
  const policy = memory.policies.byId(subscriptionId);
  if (policy === 0) return;
  const value = prefix === undefined ? undefined : parsePrefix(prefix);
  rememberAddresses(
    memory,
    policy,
    address === undefined ? 0 : (parseIpv4(address) ?? 0),
    value ? prefixHalf(value) : 0n,
  );
}
