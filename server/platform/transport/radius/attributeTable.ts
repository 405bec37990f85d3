import type { AttributeKey } from './attributeKey.ts';
import { HEADER_BYTES, MOST_ATTRIBUTES, MOST_PACKET_BYTES } from './radiusLayout.ts';
import { standardAttribute } from './standardAttribute.ts';

/** Why a packet cannot be read. */
export type Malformed = 'attributeTooShort' | 'attributeOverrun' | 'tooManyAttributes';

const VENDOR_SPECIFIC = standardAttribute.vendorSpecific;
/** Every attribute has at least two octets, those inside of a Vendor-Specific as well. */
const MOST_ENTRIES = (MOST_PACKET_BYTES - HEADER_BYTES) / 2;

/**
 * Where each attribute of a packet is, in the order of the packet: nothing is copied or converted. A Vendor-Specific
 * stands there as a whole, and behind it each attribute inside of it under the key of its vendor.
 */
export class AttributeTable {
  readonly #keys = new Int32Array(MOST_ENTRIES);
  readonly #offsets = new Uint16Array(MOST_ENTRIES);
  readonly #lengths = new Uint8Array(MOST_ENTRIES);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  key(index: number): AttributeKey {
    return this.#keys[index]!;
  }

  /** Of the value. */
  offset(index: number): number {
    return this.#offsets[index]!;
  }

  length(index: number): number {
    return this.#lengths[index]!;
  }

  /** The first entry with this key from `from` on; -1 when there is none. */
  find(key: AttributeKey, from: number): number {
    const keys = this.#keys;
    const size = this.#size;
    for (let index = from; index < size; index += 1) if (keys[index] === key) return index;
    return -1;
  }

  clear(): void {
    this.#size = 0;
  }

  /** Reads the attributes from behind the header to `end`. After a refusal the table is empty. */
  scan(bytes: Uint8Array, end: number): Malformed | undefined {
    this.#size = 0;
    let attributes = 0;
    let at = HEADER_BYTES;
    while (at < end) {
      const length = at + 1 < end ? bytes[at + 1]! : undefined;
      const malformed = attributes === MOST_ATTRIBUTES ? 'tooManyAttributes' : framing(at, length, end);
      if (malformed !== undefined) {
        this.#size = 0;
        return malformed;
      }
      this.#take(bytes, bytes[at]!, at + 2, length! - 2);
      attributes += 1;
      at += length!;
    }
    return undefined;
  }

  #take(bytes: Uint8Array, type: number, at: number, length: number): void {
    if (length === 0 && !mayBeEmpty(type)) return;
    this.#add(type, at, length);
    if (type === VENDOR_SPECIFIC && length > 6) this.#takeVendor(bytes, at, at + length);
  }

  /** Only when the lengths inside add up; else it remains one opaque value, since vendors may lay it out as they like. */
  #takeVendor(bytes: Uint8Array, from: number, end: number): void {
    if (bytes[from] !== 0) return;
    const vendor = (bytes[from + 1]! << 24) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 8);
    const size = this.#size;
    let at = from + 4;
    while (at + 1 < end) {
      const length = bytes[at + 1]!;
      if (length < 2 || at + length > end) break;
      if (length > 2) this.#add(vendor | bytes[at]!, at + 2, length - 2);
      at += length;
    }
    if (at !== end || vendor === 0) this.#size = size;
  }

  #add(key: AttributeKey, offset: number, length: number): void {
    this.#keys[this.#size] = key;
    this.#offsets[this.#size] = offset;
    this.#lengths[this.#size] = length;
    this.#size += 1;
  }
}

function framing(at: number, length: number | undefined, end: number): Malformed | undefined {
  if (length === undefined || at + length > end) return 'attributeOverrun';
  return length < 2 ? 'attributeTooShort' : undefined;
}

/**
 * Nothing has no meaning (RFC 2865 §5), except where it asks for the identity (RFC 4372 §2.1), where it starts EAP
 * (RFC 3579 §2.1), where it must be returned as it came, and where it is a seal that cannot be right.
 */
export function mayBeEmpty(key: AttributeKey): boolean {
  return (
    key === standardAttribute.chargeableUserIdentity ||
    key === standardAttribute.eapMessage ||
    key === standardAttribute.messageAuthenticator ||
    key === standardAttribute.proxyState
  );
}
