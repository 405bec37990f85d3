import type { AttributeKey } from './attributeKey.ts';
import type { PacketWriter } from './packetWriter.ts';
import type { RadiusPacket } from './radiusPacket.ts';

const LARGEST_TAG = 0x1f;

/** A value and the group of tunnel attributes it belongs to; 0 is none (RFC 2868 §3). */
export interface Tagged<Value> {
  readonly tag: number;
  readonly value: Value;
}

/** Text with a tag before it: a first octet above 0x1F is text already (RFC 2868 §3.3). */
export function taggedTextAt(packet: RadiusPacket, index: number): Tagged<string> | undefined {
  const value = packet.octetsAt(index);
  if (!value || value.length === 0) return undefined;
  const first = value[0]!;
  return first > LARGEST_TAG
    ? { tag: 0, value: value.toString('utf8') }
    : { tag: first, value: value.toString('utf8', 1) };
}

/** A number of 24 bits below the tag (RFC 2868 §3.1). A tag that is none is taken for zero, as the RFC says. */
export function taggedNumberAt(packet: RadiusPacket, index: number): Tagged<number> | undefined {
  const number = packet.u32At(index);
  if (number === undefined) return undefined;
  const tag = number >>> 24;
  return { tag: tag > LARGEST_TAG ? 0 : tag, value: number & 0xff_ffff };
}

/** Always with the octet for the tag, 0 for none: what begins like one can then not be taken for it. */
export function writeTaggedText(writer: PacketWriter, key: AttributeKey, { tag, value }: Tagged<string>): void {
  if (!isTag(tag)) writer.refuse('badValue', key);
  else writer.octets(key, Buffer.concat([Buffer.of(tag), Buffer.from(value)]));
}

export function writeTaggedNumber(writer: PacketWriter, key: AttributeKey, { tag, value }: Tagged<number>): void {
  if (!isTag(tag) || !(value >= 0 && value <= 0xff_ffff)) writer.refuse('badValue', key);
  else writer.u32(key, tag * 0x100_0000 + value);
}

function isTag(tag: number): boolean {
  return Number.isInteger(tag) && tag >= 0 && tag <= LARGEST_TAG;
}
