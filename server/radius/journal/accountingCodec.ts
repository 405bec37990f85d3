import { parseIpv4, parseIpv6 } from '../../platform/transport/radius/addressText.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import { ACCOUNTING_HEADER_BYTES, type AccountingEntry, entryKind } from './entry.ts';

/** An accounting entry's header with its identities as octets; made once and used again for each packet. */
export interface AccountingHeader {
  flags: number;
  receivedAt: number;
  sessionStartedAt: number;
  /** 16 octets each. */
  tenant: Uint8Array;
  nas: Uint8Array;
  subscription: Uint8Array | undefined;
  /** addressOctets of where the packet came from. */
  source: Uint8Array;
  version: number;
}

const TENANT = 20;
const NAS = 36;
const SUBSCRIPTION = 52;
const SOURCE = 68;
const VERSION = 84;

/** Writes an entry with the first `packetBytes` of a packet at `at`; answers its length. Makes no garbage. */
export function encodeAccounting(
  into: Buffer,
  at: number,
  header: AccountingHeader,
  packet: Uint8Array,
  packetBytes: number,
): number {
  into[at] = entryKind.accounting;
  into[at + 1] = header.flags;
  into[at + 2] = 0;
  into[at + 3] = 0;
  into.writeDoubleBE(header.receivedAt, at + 4);
  into.writeDoubleBE(header.sessionStartedAt, at + 12);
  copy16(header.tenant, into, at + TENANT);
  copy16(header.nas, into, at + NAS);
  if (header.subscription === undefined) into.fill(0, at + SUBSCRIPTION, at + SOURCE);
  else copy16(header.subscription, into, at + SUBSCRIPTION);
  copy16(header.source, into, at + SOURCE);
  into.writeUInt32BE(header.version, at + VERSION);
  const start = at + ACCOUNTING_HEADER_BYTES;
  for (let index = 0; index < packetBytes; index += 1) into[start + index] = packet[index]!;
  return ACCOUNTING_HEADER_BYTES + packetBytes;
}

function copy16(from: Uint8Array, into: Uint8Array, at: number): void {
  for (let index = 0; index < 16; index += 1) into[at + index] = from[index]!;
}

/** Undefined when it is shorter than a header and a packet (RFC 2866 §3). `packet` is a view of `payload`. */
export function decodeAccounting(payload: Buffer): AccountingEntry | undefined {
  if (payload.length < ACCOUNTING_HEADER_BYTES + 20 || payload[0] !== entryKind.accounting) return undefined;
  return {
    flags: payload[1]!,
    receivedAt: payload.readDoubleBE(4),
    sessionStartedAt: payload.readDoubleBE(12),
    tenantId: lastTenant.textOf(payload, TENANT),
    nasId: lastNas.textOf(payload, NAS),
    subscriptionId: isBlank(payload, SUBSCRIPTION) ? undefined : uuidText(payload, SUBSCRIPTION),
    version: payload.readUInt32BE(VERSION),
    packet: payload.subarray(ACCOUNTING_HEADER_BYTES),
  };
}

/** Neighbours in a journal are mostly of one tenant and router: the text of the last one is used again. */
class LastUuid {
  readonly #octets = Buffer.alloc(16);
  #text = '';

  textOf(payload: Buffer, at: number): string {
    if (this.#text === '' || this.#octets.compare(payload, at, at + 16) !== 0) {
      payload.copy(this.#octets, 0, at, at + 16);
      this.#text = uuidText(payload, at);
    }
    return this.#text;
  }
}

const lastTenant = new LastUuid();
const lastNas = new LastUuid();

function isBlank(octets: Buffer, at: number): boolean {
  for (let index = at; index < at + 16; index += 1) if (octets[index] !== 0) return false;
  return true;
}

/** Of a UUID as text. */
export function uuidOctets(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** 16 octets of an address, IPv4 mapped (RFC 4291 §2.5.5.2). Throws when it is none. */
export function addressOctets(address: string): Buffer {
  const ipv4 = parseIpv4(address);
  const octets = ipv4 === undefined ? parseIpv6(address.split('%')[0]!) : Buffer.alloc(16);
  if (octets === undefined) throw new Error(`${address} is no IP address`);
  if (ipv4 === undefined) return octets;
  octets.writeUInt16BE(0xffff, 10);
  octets.writeUInt32BE(ipv4, 12);
  return octets;
}
