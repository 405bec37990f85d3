import { createSocket } from 'node:dgram';
import { NO_AUTHENTICATOR, digestOf, isAuthentic, signMessage } from '#lab/nas/radius/messageAuthenticator.ts';
import { decodePacket, encodePacket, type RadiusAttribute, type RadiusPacket } from '#lab/nas/radius/radiusCodec.ts';
import { SECRET } from './radiusResponder.ts';

export interface IncomingRequest {
  readonly code: 'CoA-Request' | 'Disconnect-Request';
  readonly attributes: readonly RadiusAttribute[];
  readonly secret?: string;
  readonly isSigned?: boolean;
}

export function incomingPacket({ code, attributes, secret = SECRET, isSigned = false }: IncomingRequest): Buffer {
  const signature = isSigned ? [['Message-Authenticator', NO_AUTHENTICATOR] as const] : [];
  const packet = encodePacket({ code, identifier: 77, secret, attributes: [...signature, ...attributes] });
  signMessage(packet, NO_AUTHENTICATOR, secret);
  digestOf(packet, NO_AUTHENTICATOR, secret).copy(packet, 4);
  return packet;
}

/** Sends it from loopback, and again with the same octets as often as wanted; undefined: no answer within the time. */
export async function sendIncoming(
  port: number,
  request: IncomingRequest,
  { times = 1, waitMs = 2000 }: { readonly times?: number; readonly waitMs?: number } = {},
): Promise<readonly RadiusPacket[]> {
  const socket = createSocket('udp4');
  const bytes = incomingPacket(request);
  const answers: Buffer[] = [];
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    socket.on('message', (answer) => {
      answers.push(answer);
      if (answers.length < times) return;
      clearTimeout(timer);
      resolve();
    });
    for (let time = 0; time < times; time += 1) socket.send(bytes, port, '127.0.0.1');
  });
  socket.close();
  for (const answer of answers)
    if (!isAuthentic(answer, bytes.subarray(4, 20), request.secret ?? SECRET)) throw new Error('bad signature');
  return answers.map((answer) => decodePacket(answer)!);
}
