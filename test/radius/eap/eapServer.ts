import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { eapMessage } from '#server/platform/transport/radius/eapMessage.ts';
import { verifyMessageAuthenticator } from '#server/platform/transport/radius/messageAuthenticator.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { EapAnswer } from '#server/radius/eap/eapAnswer.ts';
import type { EapSessions } from '#server/radius/eap/eapSessions.ts';
import { eapReplyCode, writeEapAnswer } from '#server/radius/eap/writeEapAnswer.ts';

export interface EapServer extends AsyncDisposable {
  readonly port: number;
  /** How each conversation ended. */
  readonly ends: readonly EapAnswer[];
}

/** EAP and nothing else on a UDP port of this machine, for supplicants that are programs of their own. */
export async function startEapServer(sessions: EapSessions, secretText: string): Promise<EapServer> {
  const socket = createSocket('udp4');
  const secret = new RadiusSecret(secretText);
  const ends: EapAnswer[] = [];
  const answer = async (datagram: Buffer, from: RemoteInfo): Promise<void> => {
    const request = new RadiusPacket();
    if (request.read(datagram) || verifyMessageAuthenticator(request, secret) !== 'valid') return;
    const eap = eapMessage(request) ?? Buffer.alloc(0);
    const state = request.octets(standardAttribute.state);
    const said = await sessions.answer({ eap, state, nas: from.address, tenantId: 'isp', framedMtu: request.u32(12) });
    if (said.outcome === 'discard') return;
    if (said.outcome !== 'challenge') ends.push(said);
    const writer = new PacketWriter().reply(eapReplyCode(said), request);
    writeEapAnswer(writer, said, secret);
    if (writer.seal(secret)) throw new Error(`not written: ${JSON.stringify(writer.refusal)}`);
    socket.send(writer.bytes.subarray(0, writer.length), from.port, from.address);
  };
  socket.on('message', (datagram, from) => void answer(datagram, from));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, ends, [Symbol.asyncDispose]: async () => void socket.close() };
}
