import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { describeReply } from '#server/radius/reply/describeReply.ts';
import { encodeReply } from '#server/radius/reply/encodeReply.ts';
import type { ReplyDialect } from '#server/radius/reply/replyDialect.ts';
import { replyDialects } from '#server/radius/reply/vendors/all.ts';
import { hasTool } from '../../support/debianTools.ts';
import { full } from './profiles.ts';

const secret = 'xyzzy5461';

/** What radclient of FreeRADIUS reads in an Accept with these attributes, by its own dictionaries. */
async function readByRadclient(attributes: Uint8Array): Promise<readonly string[]> {
  const shared = new RadiusSecret(secret);
  const socket = createSocket('udp4');
  socket.on('message', (datagram, from) => {
    const request = new RadiusPacket();
    request.read(datagram);
    const writer = new PacketWriter().reply(radiusCode.accessAccept, request).prepared(attributes);
    writer.seal(shared);
    socket.send(writer.bytes.subarray(0, writer.length), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  try {
    const words = ['-x', '-r', '1', '-t', '5', `127.0.0.1:${socket.address().port}`, 'auth', secret];
    const output = await new Promise<string>((resolve) => {
      const child = execFile('radclient', words, (_, text) => resolve(text));
      child.stdin!.end('User-Name=bob,User-Password=hello,Message-Authenticator=0x00\n');
    });
    const received = output.slice(output.indexOf('Received Access-Accept'));
    return [...received.matchAll(/^\t([\w.-]+ = .*)$/gm)]
      .map(([, line]) => line!.replaceAll('"', ''))
      .filter((line) => !line.startsWith('Message-Authenticator'));
  } finally {
    socket.close();
  }
}

const lines = (dialect: ReplyDialect): readonly string[] =>
  describeReply(dialect, full).attributes.map(({ name, value }) => `${name} = ${value}`);

describe.skipIf(!hasTool('radclient'))('radclient', () => {
  test.each(replyDialects.map((dialect) => [dialect.name, dialect] as const))(
    'reads what %s is told as the package editor shows it',
    async (_, dialect) => {
      const read = await readByRadclient(encodeReply(dialect, full));
      // Its dictionaries know no accel-ppp.
      expect(read.map((line) => line.replace(/^Attr-26\.55999\.1 = 0x697370$/, 'Accel-VRF-Name = isp'))).toEqual(
        lines(dialect),
      );
    },
  );
});
