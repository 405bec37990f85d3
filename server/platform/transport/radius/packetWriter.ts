import { parseIpv4, parseIpv6 } from './addressText.ts';
import { keyType, keyVendor, type AttributeKey } from './attributeKey.ts';
import { mayBeEmpty } from './attributeTable.ts';
import { sealAuthenticator } from './authenticator.ts';
import { sealMessageAuthenticator } from './messageAuthenticator.ts';
import { hasRandomAuthenticator, radiusCode } from './radiusCode.ts';
import {
  AUTHENTICATOR_AT,
  AUTHENTICATOR_BYTES,
  HEADER_BYTES,
  MESSAGE_AUTHENTICATOR_BYTES,
  MOST_PACKET_BYTES,
} from './radiusLayout.ts';
import type { RadiusPacket } from './radiusPacket.ts';
import type { RadiusSecret } from './radiusSecret.ts';
import { standardAttribute } from './standardAttribute.ts';

/** packetFull: more than 4096 octets · valueTooLong: more than fits one attribute · badValue: not of this kind. */
export type RefusalReason = 'packetFull' | 'valueTooLong' | 'badValue';

/** The first thing that could not be written. */
export interface WriteRefusal {
  readonly reason: RefusalReason;
  readonly key: AttributeKey;
}

const MOST_ATTRIBUTE_BYTES = 255;
const VENDOR_HEADER_BYTES = 8;
const ZEROS = Buffer.alloc(AUTHENTICATOR_BYTES);

/**
 * Writes one packet after the other into the same buffer. Begin with `reply` or `request`, write attributes, `seal`.
 * What does not fit is remembered as `refusal`, and nothing is written after it: a packet is whole or it is none. After
 * a seal the packet is the first `length` octets of `bytes`, until the next begins.
 */
export class PacketWriter {
  readonly bytes: Buffer = Buffer.alloc(MOST_PACKET_BYTES);
  #length = 0;
  #signed = false;
  #refusal: WriteRefusal | undefined;

  get length(): number {
    return this.#length;
  }

  get refusal(): WriteRefusal | undefined {
    return this.#refusal;
  }

  /**
   * A response to `request`. With a Message-Authenticator, which stands first: behind anything else it would leave room
   * for CVE-2024-3596. Accounting has none (RFC 2869 §5.19), and some peers calculate it over zeros there and refuse
   * ours, unless a Status-Server is answered.
   */
  reply(code: number, request: RadiusPacket, signed: boolean = isSigned(code, request.code)): this {
    this.#begin(code, request.identifier, signed, request.bytes, AUTHENTICATOR_AT);
    return this;
  }

  /** A request, with 16 octets drawn by lot for an Access-Request or a Status-Server, and only for those. */
  request(code: number, identifier: number, lot: Uint8Array | undefined, signed = true): this {
    if (hasRandomAuthenticator(code) ? lot?.length !== AUTHENTICATOR_BYTES : lot !== undefined)
      throw new RangeError(`the authenticator of a packet with code ${code} is ${lot ? 'calculated' : '16 octets'}`);
    this.#begin(code, identifier, signed, lot ?? ZEROS, 0);
    return this;
  }

  octets(key: AttributeKey, value: Uint8Array, from = 0, to: number = value.length): this {
    const at = this.#open(key, to - from);
    if (at > 0) for (let index = from; index < to; index += 1) this.bytes[at + index - from] = value[index]!;
    return this;
  }

  text(key: AttributeKey, value: string): this {
    // ASCII, as nearly all of it is, needs no call out of JavaScript.
    const at = this.#open(key, value.length);
    if (at === 0) return this;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return this.#wideText(key, value, at);
      this.bytes[at + index] = code;
    }
    return this;
  }

  u32(key: AttributeKey, value: number): this {
    if (!(value >= 0 && value <= 0xffff_ffff && Number.isInteger(value))) return this.refuse('badValue', key);
    const at = this.#open(key, 4);
    if (at > 0) this.#word(at, value);
    return this;
  }

  ipv4(key: AttributeKey, address: string): this {
    const value = parseIpv4(address);
    return value === undefined ? this.refuse('badValue', key) : this.u32(key, value);
  }

  ipv6(key: AttributeKey, address: string): this {
    const value = parseIpv6(address);
    return value === undefined ? this.refuse('badValue', key) : this.octets(key, value);
  }

  /** All attributes with this key from `packet`, unchanged and in their order. */
  copies(packet: RadiusPacket, key: AttributeKey): this {
    const { attributes } = packet;
    for (let index = packet.first(key); index >= 0; index = packet.next(index)) {
      const from = attributes.offset(index);
      this.octets(key, packet.bytes, from, from + attributes.length(index));
    }
    return this;
  }

  /** Attributes that were written before and are kept, with their headers. */
  prepared(attributes: Uint8Array, from = 0, to: number = attributes.length): this {
    if (this.#refusal) return this;
    if (this.#length + to - from > MOST_PACKET_BYTES) return this.refuse('packetFull', attributes[from] ?? 0);
    for (let index = from; index < to; index += 1) this.bytes[this.#length + index - from] = attributes[index]!;
    this.#length += to - from;
    return this;
  }

  /** For writers of values that are not of their kind. The first refusal stands. */
  refuse(reason: RefusalReason, key: AttributeKey): this {
    this.#refusal ??= { reason, key };
    return this;
  }

  /** Length, Message-Authenticator and authenticator, in this order. Undefined when the packet is ready to be sent. */
  seal(secret: RadiusSecret): WriteRefusal | undefined {
    const { bytes } = this;
    if (this.#refusal) return this.#refusal;
    bytes[2] = this.#length >>> 8;
    bytes[3] = this.#length;
    if (this.#signed) sealMessageAuthenticator(bytes, this.#length, HEADER_BYTES + 2, secret);
    if (!hasRandomAuthenticator(bytes[0]!)) sealAuthenticator(bytes, this.#length, secret);
    return undefined;
  }

  #begin(code: number, identifier: number, signed: boolean, field: Uint8Array, fieldAt: number): void {
    const { bytes } = this;
    bytes[0] = code;
    bytes[1] = identifier;
    for (let index = 0; index < AUTHENTICATOR_BYTES; index += 1)
      bytes[AUTHENTICATOR_AT + index] = field[fieldAt + index]!;
    this.#refusal = undefined;
    this.#signed = signed;
    this.#length = HEADER_BYTES;
    if (!signed) return;
    this.#length += MESSAGE_AUTHENTICATOR_BYTES;
    bytes[HEADER_BYTES] = standardAttribute.messageAuthenticator;
    bytes[HEADER_BYTES + 1] = MESSAGE_AUTHENTICATOR_BYTES;
    for (let at = HEADER_BYTES + 2; at < this.#length; at += 1) bytes[at] = 0;
  }

  /**
   * Writes the header for a value of this size and takes the room. Where the value begins, or 0 when there is nothing to
   * write: after a refusal, or when the value is empty, since such an attribute must be left out (RFC 2865 §5).
   */
  #open(key: AttributeKey, size: number): number {
    const vendor = keyVendor(key);
    const header = vendor === 0 ? 2 : VENDOR_HEADER_BYTES;
    const at = this.#length;
    if (this.#refusal || (size === 0 && !mayBeEmpty(key))) return 0;
    if (header + size > MOST_ATTRIBUTE_BYTES) this.refuse('valueTooLong', key);
    else if (at + header + size > MOST_PACKET_BYTES) this.refuse('packetFull', key);
    if (this.#refusal) return 0;
    if (vendor === 0) this.#openStandard(at, key, size);
    else this.#openVendor(at, key, size);
    this.#length = at + header + size;
    return at + header;
  }

  #openStandard(at: number, type: number, size: number): void {
    this.bytes[at] = type;
    this.bytes[at + 1] = 2 + size;
  }

  /** One attribute in each Vendor-Specific, as every peer understands it (RFC 2865 §5.26). */
  #openVendor(at: number, key: AttributeKey, size: number): void {
    this.bytes[at] = standardAttribute.vendorSpecific;
    this.bytes[at + 1] = VENDOR_HEADER_BYTES + size;
    this.#word(at + 2, keyVendor(key));
    this.bytes[at + 6] = keyType(key);
    this.bytes[at + 7] = 2 + size;
  }

  #word(at: number, value: number): void {
    this.bytes[at] = value >>> 24;
    this.bytes[at + 1] = value >>> 16;
    this.bytes[at + 2] = value >>> 8;
    this.bytes[at + 3] = value;
  }

  /** Takes the room back that was opened for as many octets as there are characters. */
  #wideText(key: AttributeKey, value: string, at: number): this {
    this.#length = at - (keyVendor(key) === 0 ? 2 : VENDOR_HEADER_BYTES);
    return this.octets(key, Buffer.from(value));
  }
}

function isSigned(code: number, requestCode: number): boolean {
  return code !== radiusCode.accountingResponse || requestCode === radiusCode.statusServer;
}
