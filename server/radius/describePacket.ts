import { ipv4Text, ipv6Text } from '#server/platform/transport/radius/addressText.ts';
import { keyType, keyVendor } from '#server/platform/transport/radius/attributeKey.ts';
import { interfaceIdAt, ipv6PrefixAt } from '#server/platform/transport/radius/ipv6Values.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { taggedNumberAt, taggedTextAt } from '#server/platform/transport/radius/taggedValues.ts';
import { attributeOfKey, dictionaryOfVendor, type AttributeDefinition } from './dictionaries/attributeLookup.ts';
import type { AttributeKind } from './dictionaries/dictionary.ts';

/** One attribute in words. */
export interface DescribedAttribute {
  readonly name: string;
  readonly value: string;
}

/**
 * The attributes of a packet in words, for people: slow, and without anything a password could be read or guessed from.
 * A Vendor-Specific appears as what is inside of it, and as a whole only when that cannot be told.
 */
export function describePacket(packet: RadiusPacket): readonly DescribedAttribute[] {
  const { attributes } = packet;
  const described: DescribedAttribute[] = [];
  for (let index = 0; index < attributes.size; index += 1) {
    const key = attributes.key(index);
    const opened = index + 1 < attributes.size && keyVendor(attributes.key(index + 1)) !== 0;
    if (key === standardAttribute.vendorSpecific && opened) continue;
    const definition = attributeOfKey(key);
    described.push({ name: definition?.name ?? nameOfUnknown(key), value: valueAt(packet, index, definition) });
  }
  return described;
}

function nameOfUnknown(key: number): string {
  const vendor = keyVendor(key);
  if (vendor === 0) return `Attr-${keyType(key)}`;
  return `${dictionaryOfVendor(vendor)?.name ?? `Vendor-${vendor}`}-Attr-${keyType(key)}`;
}

/** A value that is not of its kind is shown as octets. What no dictionary knows might be a password. */
function valueAt(packet: RadiusPacket, index: number, definition: AttributeDefinition | undefined): string {
  const octets = packet.octetsAt(index)!;
  const hidden = `${octets.length} octets, not shown`;
  if (!definition || definition.kind === 'secret' || definition.kind === 'vendorSpecific') return hidden;
  const shown = readers[definition.kind](packet, index);
  if (shown === undefined) return `0x${octets.toString('hex')}`;
  return typeof shown === 'number' ? (definition.values[shown] ?? String(shown)) : shown;
}

type Reader = (packet: RadiusPacket, index: number) => string | number | undefined;

const readers: Readonly<Record<Exclude<AttributeKind, 'secret' | 'vendorSpecific'>, Reader>> = {
  text: (packet, index) => printable(packet.textAt(index)!),
  octets: () => undefined,
  extended: () => undefined,
  u32: (packet, index) => packet.u32At(index),
  u64: (packet, index) => ofSize(packet, index, 8)?.readBigUInt64BE(0).toString(),
  date: (packet, index) => dateText(packet.u32At(index)),
  ipv4: (packet, index) => ofSize(packet, index, 4) && ipv4Text(packet.u32At(index)!),
  ipv6: (packet, index) => withBytes(ofSize(packet, index, 16), (octets) => ipv6Text(octets, 0)),
  ipv6Prefix: ipv6PrefixAt,
  interfaceId: interfaceIdAt,
  taggedText(packet, index) {
    const tagged = taggedTextAt(packet, index);
    return tagged && printable(tagged.value);
  },
  taggedNumber: (packet, index) => taggedNumberAt(packet, index)?.value,
};

function ofSize(packet: RadiusPacket, index: number, size: number): Buffer | undefined {
  const octets = packet.octetsAt(index);
  return octets?.length === size ? octets : undefined;
}

function withBytes(octets: Buffer | undefined, read: (octets: Buffer) => string): string | undefined {
  return octets && read(octets);
}

function dateText(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1_000).toISOString();
}

/** Control characters would forge lines of a log. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
}
