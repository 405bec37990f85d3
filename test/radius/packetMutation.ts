import { sealRight } from './packetOracle.ts';
import { attributeOf, testSecret } from './vectors.ts';

type Random = () => number;
type Mutation = (packet: Buffer, random: Random) => Buffer;

const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));
const someOctets = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => upTo(random, 255)));

/** One to three mutations; every third packet is then sealed with the secret, so that its oddity is what counts. */
export function mutate(seed: Buffer, random: Random): Buffer {
  let packet: Buffer = Buffer.from(seed);
  for (let times = 1 + upTo(random, 2); times > 0; times -= 1)
    packet = mutations[upTo(random, mutations.length - 1)]!(packet, random);
  if (random() < 0.3) sealRight(packet, testSecret);
  return packet;
}

const mutations: readonly Mutation[] = [
  (packet) => packet,
  function flipBit(packet, random) {
    const at = upTo(random, packet.length - 1);
    if (packet.length > 0) packet[at] = packet[at]! ^ (1 << upTo(random, 7));
    return packet;
  },
  function truncate(packet, random) {
    return packet.subarray(0, upTo(random, packet.length));
  },
  function truncateWithLength(packet, random) {
    return withLength(packet.subarray(0, upTo(random, packet.length)));
  },
  function changeLengthOctet(packet, random) {
    const at = someAttribute(packet, random);
    if (at > 0) packet[at + 1] = random() < 0.5 ? packet[at + 1]! + upTo(random, 4) - 2 : upTo(random, 255);
    return packet;
  },
  function changePacketLength(packet, random) {
    if (packet.length >= 4)
      packet.writeUInt16BE([0, 19, 20, packet.length - 1, packet.length + 1, 4_096, 4_097][upTo(random, 6)]!, 2);
    return packet;
  },
  function zeroLength(packet, random) {
    return appended(packet, Buffer.of(upTo(random, 255), upTo(random, 2)));
  },
  function secondMessageAuthenticator(packet, random) {
    return appended(packet, attributeOf(80, someOctets(random, 16)));
  },
  function messageAuthenticatorOfOtherSize(packet, random) {
    return appended(packet, attributeOf(80, someOctets(random, upTo(random, 40))));
  },
  function nestedOverflow(packet, random) {
    const inside = Buffer.concat([someOctets(random, 4), Buffer.of(8, upTo(random, 255)), someOctets(random, 5)]);
    inside[0] = random() < 0.8 ? 0 : inside[0]!;
    return appended(packet, attributeOf(26, inside));
  },
  function unknownVendor(packet, random) {
    const inside = Buffer.concat([Buffer.of(0), someOctets(random, 3), attributeOf(upTo(random, 255), 'value')]);
    return appended(packet, attributeOf(26, inside));
  },
  function anyAttribute(packet, random) {
    return appended(packet, attributeOf(upTo(random, 255), someOctets(random, upTo(random, 253))));
  },
  function extended(packet, random) {
    return appended(packet, attributeOf(241 + upTo(random, 5), someOctets(random, upTo(random, 3))));
  },
  function eapInPieces(packet, random) {
    const pieces = [253, 1, 120, 0].map((length) => attributeOf(79, someOctets(random, length)));
    return appended(packet, ...pieces.toSorted(() => random() - 0.5));
  },
  function verySmallOnes(packet, random) {
    return appended(packet, ...Array.from({ length: 150 + upTo(random, 1_900) }, () => Buffer.of(89, 2)));
  },
  function veryLarge(packet, random) {
    const room = 4_095 + upTo(random, 2) - packet.length;
    const full = Array.from({ length: Math.max(0, Math.floor(room / 255)) }, () => attributeOf(18, 'x'.repeat(253)));
    const left = Math.max(0, room - full.length * 255);
    return appended(packet, ...full, left < 2 ? Buffer.alloc(left) : attributeOf(25, 'c'.repeat(left - 2)));
  },
  function otherCode(packet, random) {
    if (packet.length > 0) packet[0] = [1, 2, 4, 5, 11, 12, 40, 43, 44, 52, upTo(random, 255)][upTo(random, 10)]!;
    return packet;
  },
  (_, random) => someOctets(random, upTo(random, 80)),
];

/** Where one of its attributes begins; 0 when there is none. */
function someAttribute(packet: Buffer, random: Random): number {
  const starts: number[] = [];
  for (let at = 20; at + 1 < packet.length && packet[at + 1]! >= 2; at += packet[at + 1]!) starts.push(at);
  return starts[upTo(random, starts.length - 1)] ?? 0;
}

function appended(packet: Buffer, ...attributes: readonly Buffer[]): Buffer {
  return withLength(Buffer.concat([packet, ...attributes]));
}

function withLength(packet: Buffer): Buffer {
  if (packet.length >= 4) packet.writeUInt16BE(packet.length & 0xffff, 2);
  return packet;
}
