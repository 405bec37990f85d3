import { ipv4Text, ipv6Text } from './addressText.ts';
import type { AttributeKey } from './attributeKey.ts';
import { AttributeTable, type Malformed } from './attributeTable.ts';
import { HEADER_BYTES, MOST_PACKET_BYTES } from './radiusLayout.ts';

/** Why a datagram is no packet. */
export type Unreadable = Malformed | 'datagramTooShort' | 'lengthTooSmall' | 'lengthTooLarge' | 'truncated';

const NOTHING = Buffer.alloc(0);

/**
 * A view of one datagram, used again for the next: `read`, then ask. Values are converted when asked for, and a value
 * whose size does not fit what is asked for is undefined, as if it were not there (RFC 2865 §5: such an attribute does
 * not make the packet invalid). Positions are of the attribute table; -1 stands for none and has no value.
 */
export class RadiusPacket {
  readonly attributes = new AttributeTable();
  #bytes: Buffer = NOTHING;
  #length = 0;

  /** Undefined when the datagram is a packet. It must not be written to as long as this view is in use. */
  read(datagram: Buffer): Unreadable | undefined {
    this.attributes.clear();
    this.#bytes = datagram;
    this.#length = 0;
    if (datagram.length < HEADER_BYTES) return 'datagramTooShort';
    const length = (datagram[2]! << 8) | datagram[3]!;
    if (length < HEADER_BYTES) return 'lengthTooSmall';
    if (length > MOST_PACKET_BYTES) return 'lengthTooLarge';
    if (length > datagram.length) return 'truncated';
    const malformed = this.attributes.scan(datagram, length);
    if (malformed === undefined) this.#length = length;
    return malformed;
  }

  /** Of the datagram; what lies behind `length` is padding. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** 0 when the datagram was unreadable. */
  get length(): number {
    return this.#length;
  }

  get code(): number {
    return this.#bytes[0] ?? 0;
  }

  get identifier(): number {
    return this.#bytes[1] ?? 0;
  }

  first(key: AttributeKey): number {
    return this.attributes.find(key, 0);
  }

  /** The next of the same key. */
  next(index: number): number {
    return this.attributes.find(this.attributes.key(index), index + 1);
  }

  has(key: AttributeKey): boolean {
    return this.first(key) >= 0;
  }

  /** Positions in the order of the packet. */
  all(key: AttributeKey): readonly number[] {
    const found: number[] = [];
    for (let index = this.first(key); index >= 0; index = this.next(index)) found.push(index);
    return found;
  }

  /** The octets in place, not a copy. */
  octets(key: AttributeKey): Buffer | undefined {
    return this.octetsAt(this.first(key));
  }

  octetsAt(index: number): Buffer | undefined {
    if (index < 0) return undefined;
    const from = this.attributes.offset(index);
    return this.#bytes.subarray(from, from + this.attributes.length(index));
  }

  /** Octets that are no UTF-8 become U+FFFD; where they have to be told apart, compare `octets`. */
  text(key: AttributeKey): string | undefined {
    return this.textAt(this.first(key));
  }

  textAt(index: number): string | undefined {
    if (index < 0) return undefined;
    const from = this.attributes.offset(index);
    return this.#bytes.toString('utf8', from, from + this.attributes.length(index));
  }

  u32(key: AttributeKey): number | undefined {
    return this.u32At(this.first(key));
  }

  u32At(index: number): number | undefined {
    if (index < 0 || this.attributes.length(index) !== 4) return undefined;
    const bytes = this.#bytes;
    const at = this.attributes.offset(index);
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  ipv4(key: AttributeKey): string | undefined {
    const address = this.u32(key);
    return address === undefined ? undefined : ipv4Text(address);
  }

  ipv6(key: AttributeKey): string | undefined {
    const index = this.first(key);
    if (index < 0 || this.attributes.length(index) !== 16) return undefined;
    return ipv6Text(this.#bytes, this.attributes.offset(index));
  }
}
