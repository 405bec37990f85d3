import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';

/** RFC 5176 §3.5. */
const NO_SUCH_SESSION = 503;

export interface ListeningRouter extends AsyncDisposable {
  readonly port: number;
  /** Acct-Session-Ids it was told to end, in order. */
  readonly asked: readonly string[];
  /** False: it says that it has no such session. */
  has: boolean;
}

/** Where a router listens for Disconnect. The first packet is lost on the way. */
export async function listeningRouter(secret: string, port = 0): Promise<ListeningRouter> {
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  await once(socket, 'listening');
  const asked: string[] = [];
  const router = {
    ...{ port: socket.address().port, asked, has: true },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((closed) => void socket.close(closed));
    },
  };
  socket.on('message', (datagram, peer) => {
    const request = new RadiusPacket();
    request.read(datagram);
    asked.push(request.text(standardAttribute.acctSessionId) ?? '');
    if (asked.length === 1) return;
    const writer = new PacketWriter();
    if (router.has) writer.reply(radiusCode.disconnectAck, request);
    else writer.reply(radiusCode.disconnectNak, request).u32(standardAttribute.errorCause, NO_SUCH_SESSION);
    writer.seal(new RadiusSecret(secret));
    socket.send(writer.bytes.subarray(0, writer.length), peer.port, peer.address);
  });
  return router;
}
