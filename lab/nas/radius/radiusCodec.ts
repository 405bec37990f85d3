import { join } from 'node:path';
import radius from 'radius';

type Value = string | number | Date | Buffer;
/** Name and value as the package takes them; `vendor` says whose attributes those of Vendor-Specific are. */
export type RadiusAttribute =
  | readonly [name: string, value: Value]
  | readonly ['Vendor-Specific', vendor: number, attributes: readonly (readonly [string, Value])[]];

/** A packet in names; a value is text, a number, a date or octets, or a list of them where the attribute is repeated. */
export interface RadiusPacket {
  readonly code: string;
  readonly identifier: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Numbers of the attributes in the order of the packet. */
  readonly types: readonly number[];
}

export const vendorIds = { microsoft: 311, ascend: 529, wispr: 14_122, mikrotik: 14_988 } as const;

const MOST_OCTETS = 253;
const MOST_IN_VENDOR = 247;

radius.add_dictionary(join(import.meta.dirname, 'dictionary.lab'));

export interface EncodeOptions {
  readonly code: string;
  readonly identifier: number;
  readonly secret: string;
  readonly attributes: readonly RadiusAttribute[];
  /** Of an Access-Request, or of the request that is answered; for other requests it is worked out. */
  readonly authenticator?: Buffer;
}

/** The package's own encoder; what it gets wrong about Message-Authenticator is done by signMessage. */
export function encodePacket(options: EncodeOptions): Buffer {
  const attributes = options.attributes.map((one) =>
    one.length === 3
      ? ([one[0], one[1], one[2].map(([name, value]) => [name, clipped(value, MOST_IN_VENDOR)] as const)] as const)
      : ([one[0], clipped(one[1], MOST_OCTETS)] as const),
  );
  return radius.encode({ ...options, attributes, add_message_authenticator: false });
}

/** What somebody has typed into a router may be longer than an attribute can be. */
const clipped = (value: Value, most: number): Value =>
  typeof value === 'string' && Buffer.byteLength(value) > most ? Buffer.from(value).subarray(0, most) : value;

/** Undefined for what isn't a packet. Hidden passwords stay hidden. Nothing is verified here. */
export function decodePacket(packet: Buffer): RadiusPacket | undefined {
  if (packet.length < 20 || packet.readUInt16BE(2) > packet.length || packet.readUInt16BE(2) < 20) return undefined;
  try {
    const { code, identifier, attributes, raw_attributes: raw } = radius.decode_without_secret({ packet });
    return { code, identifier, attributes, types: raw.map(([type]) => type) };
  } catch {
    return undefined;
  }
}

/** Values of an attribute, also of one that vendors define: they are found by name in every vendor's part. */
function valuesOf({ attributes }: RadiusPacket, name: string): readonly unknown[] {
  const vendors = (attributes['Vendor-Specific'] ?? {}) as Readonly<Record<string, unknown>>;
  const value = attributes[name] ?? vendors[name];
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

export function textsOf(packet: RadiusPacket, name: string): readonly string[] {
  return valuesOf(packet, name).map((value) => (Buffer.isBuffer(value) ? value.toString() : String(value)));
}

export const textOf = (packet: RadiusPacket, name: string): string | undefined => textsOf(packet, name)[0];

export function numbersOf(packet: RadiusPacket, name: string): readonly number[] {
  return valuesOf(packet, name).filter((value) => typeof value === 'number');
}

export const numberOf = (packet: RadiusPacket, name: string): number | undefined => numbersOf(packet, name)[0];

export function octetsOf(packet: RadiusPacket, name: string): readonly Buffer[] {
  return valuesOf(packet, name).filter((value) => Buffer.isBuffer(value));
}

/** Names of everything that is in the packet, vendors' attributes by their own. */
export function namesOf({ attributes }: RadiusPacket): readonly string[] {
  const vendors = (attributes['Vendor-Specific'] ?? {}) as Readonly<Record<string, unknown>>;
  return [...Object.keys(attributes).filter((name) => name !== 'Vendor-Specific'), ...Object.keys(vendors)];
}
