import {
  verifyRequestAuthenticator,
  verifyResponseAuthenticator,
} from '#server/platform/transport/radius/authenticator.ts';
import { eapMessage } from '#server/platform/transport/radius/eapMessage.ts';
import { extendedAttributes } from '#server/platform/transport/radius/extendedAttributes.ts';
import { interfaceIdAt, ipv6PrefixAt } from '#server/platform/transport/radius/ipv6Values.ts';
import {
  verifyMessageAuthenticator,
  verifyResponseMessageAuthenticator,
} from '#server/platform/transport/radius/messageAuthenticator.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { revealSalted } from '#server/platform/transport/radius/saltedValue.ts';
import { taggedNumberAt, taggedTextAt } from '#server/platform/transport/radius/taggedValues.ts';
import { revealUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { mutate } from './packetMutation.ts';
import { judge } from './packetOracle.ts';
import { countedAuthenticator, packets, rfc2865, testSecret } from './vectors.ts';

export interface PacketFuzzReport {
  readonly packets: number;
  readonly readable: number;
  /** Whose Message-Authenticator was right, by both judges. */
  readonly valid: number;
  readonly requestAuthentic: number;
  /** Judged otherwise than by OpenSSL; must be none. */
  readonly wrong: readonly string[];
}

const seeds = [...Object.values(packets), ...Object.values(rfc2865)];
const secret = new RadiusSecret(testSecret);
const packet = new RadiusPacket();
const writer = new PacketWriter();
const clear = Buffer.alloc(128);

/** Mutates packets, reads everything there is in them and compares the verdicts. Throws what the codec lets through. */
export function fuzzPackets(seed: number, count: number): PacketFuzzReport {
  const random = seededRandom(seed);
  const report = { packets: 0, readable: 0, valid: 0, requestAuthentic: 0, wrong: [] as string[] };
  for (; report.packets < count; report.packets += 1) {
    const bytes = mutate(seeds[Math.floor(random() * seeds.length)]!, random);
    const before = Buffer.from(bytes);
    const readable = packet.read(bytes) === undefined;
    const messageAuthenticity = verifyMessageAuthenticator(packet, secret);
    const requestAuthentic = verifyRequestAuthenticator(packet, secret);
    const expected = judge(before, testSecret);
    const same =
      readable === expected.readable &&
      messageAuthenticity === expected.messageAuthenticity &&
      requestAuthentic === expected.requestAuthentic;
    useAll();
    if (!same || !bytes.equals(before) || answersSomething()) report.wrong.push(before.toString('hex'));
    report.readable += Number(readable);
    report.valid += Number(messageAuthenticity === 'valid');
    report.requestAuthentic += Number(requestAuthentic);
  }
  return report;
}

/** None of them was made as an answer to this request. */
function answersSomething(): boolean {
  return (
    verifyResponseAuthenticator(packet, Buffer.from('no such request was sent'), 0, secret) ||
    verifyResponseMessageAuthenticator(packet, Buffer.from('no such request was sent'), 0, secret) === 'valid'
  );
}

function useAll(): void {
  for (let index = -1; index < packet.attributes.size; index += 1) {
    packet.textAt(index);
    packet.u32At(index);
    ipv6PrefixAt(packet, index);
    interfaceIdAt(packet, index);
    taggedTextAt(packet, index);
    taggedNumberAt(packet, index);
    revealSalted(packet.octetsAt(index) ?? clear, secret, countedAuthenticator);
    if (index >= 0) packet.ipv6(packet.attributes.key(index));
  }
  eapMessage(packet);
  extendedAttributes(packet);
  revealUserPassword(packet, secret, clear);
  writer.reply(2, packet).copies(packet, 33).copies(packet, 26).seal(secret);
}
