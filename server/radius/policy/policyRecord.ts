import { parseIpv4 } from '#server/platform/transport/radius/addressText.ts';
import { MAC_BYTES, readMac } from '../memory/macOctets.ts';
import { MOST_RECORD_BYTES } from '../memory/recordArena.ts';
import { writeUuid } from '../memory/uuidOctets.ts';
import { lineAttributes } from './lineAttributes.ts';
import type { AccessType, SubscriptionPolicy } from './subscriptionPolicy.ts';

/** Where each field is in a record; what is longer than its name says follows behind `names`. */
export const field = {
  bytes: 0, // u16
  flags: 2, // u8
  closedReason: 3, // u8
  tenant: 4, // u16
  accessTypes: 6, // u8
  macBinding: 7, // u8
  version: 8, // u32
  reply: 12, // u32
  afterReply: 16, // u32, 0: none
  pool: 20, // u32, 0: none
  validUntil: 24, // f64, 0: without end
  validityFromFirstUse: 32, // f64, 0: none
  staticIpv4: 40, // u32, 0: none
  sessions: 44, // u16
  usernameBytes: 46, // u8
  passwordBytes: 47, // u8
  macs: 48, // u8
  nas: 49, // u8
  lineBytes: 50, // u16
  /** Head of the list of its sessions; belongs to the session table. */
  sessionHead: 52, // u32
  /** The address it had last; belongs to the address table. */
  lastAddress: 56, // u32
  /** The prefix it had last, its upper half; belongs to the address table, too. */
  lastPrefix: 60, // u64, 0: none
  load: 68, // u32
  subscription: 72, // 16
  prefixPool: 88, // u32, 0: none
  names: 92,
} as const;

export const flag = {
  open: 1,
  endsAtExpiry: 2,
  macLogin: 4,
  newestWins: 8,
  hasPassword: 16,
  hasNtHash: 32,
} as const;

export const closedReasons = [
  'closed',
  'pending',
  'suspended',
  'expired',
  'left',
  'blocked',
  'quotaUsed',
] as const satisfies readonly string[];
export type ClosedReason = (typeof closedReasons)[number];

const accessBits: Readonly<Record<AccessType, number>> = { pppoe: 1, hotspot: 2, ipoe: 4, static: 8 };
const bindings = ['off', 'firstUse', 'fixed'] as const;
const NT_HASH_BYTES = 16;
const scratch = Buffer.alloc(MOST_RECORD_BYTES);

export interface PolicyNumbers {
  readonly tenant: number;
  readonly load: number;
  readonly nas: (nasId: string) => number;
}

/** The record of a policy, in a buffer that the next call uses again. A policy that does not fit throws RangeError. */
export function encodePolicy(policy: SubscriptionPolicy, numbers: PolicyNumbers): Buffer {
  const record = scratch;
  record.fill(0, 0, field.names);
  record[field.flags] = flagsOf(policy);
  record[field.closedReason] = closedReasons.indexOf(policy.closedReason ?? 'closed');
  record.writeUInt16LE(numbers.tenant, field.tenant);
  record[field.accessTypes] = policy.accessTypes.reduce((bits, type) => bits | accessBits[type], 0);
  record[field.macBinding] = bindings.indexOf(policy.macBinding);
  record.writeUInt32LE(policy.version, field.version);
  record.writeUInt32LE(policy.reply, field.reply);
  record.writeUInt32LE(policy.afterReply ?? 0, field.afterReply);
  record.writeUInt32LE(policy.pool ?? 0, field.pool);
  record.writeUInt32LE(policy.prefixPool ?? 0, field.prefixPool);
  record.writeDoubleLE(policy.validUntil ?? 0, field.validUntil);
  record.writeDoubleLE(policy.validityFromFirstUseMs ?? 0, field.validityFromFirstUse);
  record.writeUInt32LE(policy.staticIpv4 === undefined ? 0 : (parseIpv4(policy.staticIpv4) ?? 0), field.staticIpv4);
  record.writeUInt16LE(policy.sessions, field.sessions);
  record.writeUInt32LE(numbers.load, field.load);
  writeUuid(record, field.subscription, policy.subscriptionId);
  const end = writeNames(record, policy, numbers);
  record.writeUInt16LE(end, field.bytes);
  return record.subarray(0, end);
}

export function ntHashAt(record: Buffer, at: number): number {
  return at + field.names + record[at + field.usernameBytes]! + record[at + field.passwordBytes]!;
}

export function macsAt(record: Buffer, at: number): number {
  return ntHashAt(record, at) + ((record[at + field.flags]! & flag.hasNtHash) === 0 ? 0 : NT_HASH_BYTES);
}

export function nasAt(record: Buffer, at: number): number {
  return macsAt(record, at) + MAC_BYTES * record[at + field.macs]!;
}

/** Attributes of its own that go into every Accept, with their headers. */
export function lineAt(record: Buffer, at: number): number {
  return nasAt(record, at) + 2 * record[at + field.nas]!;
}

function flagsOf(policy: SubscriptionPolicy): number {
  return (
    (policy.standing === 'open' ? flag.open : 0) |
    (policy.endsAtExpiry ? flag.endsAtExpiry : 0) |
    (policy.macLogin ? flag.macLogin : 0) |
    (policy.sessionPolicy === 'newestWins' ? flag.newestWins : 0) |
    // An empty one is none: nobody shall be let in by leaving it out.
    ((policy.password ?? '') === '' ? 0 : flag.hasPassword) |
    (policy.ntHash === undefined ? 0 : flag.hasNtHash)
  );
}

/** Name, password, NT hash, MAC addresses, routers, attributes; where they end. */
function writeNames(record: Buffer, policy: SubscriptionPolicy, { nas }: PolicyNumbers): number {
  let end: number = field.names;
  const text = (value: string | undefined, sizeAt: number): void => {
    const size = Buffer.byteLength(value ?? '');
    if (size > 253) throw new RangeError('a user name or password of more than 253 octets cannot be sent by RADIUS');
    record[sizeAt] = size;
    end += record.write(value ?? '', end);
  };
  text(policy.username, field.usernameBytes);
  text(policy.password, field.passwordBytes);
  if (policy.ntHash !== undefined) end += record.write(policy.ntHash, end, NT_HASH_BYTES, 'hex');
  const macs = policy.macs.filter((mac) => readMac(Buffer.from(mac), 0, mac.length, record, end)).slice(0, 255);
  for (const mac of macs) readMac(Buffer.from(mac), 0, mac.length, record, (end += MAC_BYTES) - MAC_BYTES);
  record[field.macs] = macs.length;
  const routers = policy.nasIds.slice(0, 255);
  for (const id of routers) end = record.writeUInt16LE(nas(id), end);
  record[field.nas] = routers.length;
  const line = lineAttributes(policy);
  record.writeUInt16LE(line.length, field.lineBytes);
  if (end + line.length > MOST_RECORD_BYTES) throw new RangeError('the routes of a subscription are too long');
  return end + line.copy(record, end);
}
