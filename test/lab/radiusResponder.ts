import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import {
  NO_AUTHENTICATOR,
  digestOf,
  isAuthentic,
  messageAuthenticity,
  signMessage,
} from '#lab/nas/radius/messageAuthenticator.ts';
import { decodePacket, encodePacket, type RadiusAttribute, type RadiusPacket } from '#lab/nas/radius/radiusCodec.ts';

export const SECRET = 'lab-secret';

export interface Received {
  readonly packet: RadiusPacket;
  readonly bytes: Buffer;
  readonly from: { readonly address: string; readonly port: number };
}

export interface Verdict {
  readonly code: 'Access-Accept' | 'Access-Reject' | 'Access-Challenge';
  readonly attributes?: readonly RadiusAttribute[];
}

export interface Responder extends AsyncDisposable {
  readonly authPort: number;
  readonly acctPort: number;
  /** Everything that came in with a good signature, again or not. */
  readonly access: Received[];
  readonly accounting: Received[];
  readonly unsigned: Received[];
  /** Undefined: no answer. */
  decide: (received: Received) => Verdict | undefined;
  isAccounting: (received: Received) => boolean;
  signsReplies: boolean;
}

/** A RADIUS server for tests: believes who it should, and answers what the test says. */
export async function startResponder(): Promise<Responder> {
  const [auth, acct] = [createSocket('udp4'), createSocket('udp4')];
  await Promise.all([auth, acct].map((socket) => new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))));
  const responder: Responder = {
    authPort: auth.address().port,
    acctPort: acct.address().port,
    access: [],
    accounting: [],
    unsigned: [],
    decide: () => ({ code: 'Access-Accept' }),
    isAccounting: () => true,
    signsReplies: true,
    async [Symbol.asyncDispose]() {
      await Promise.all([auth, acct].map((socket) => new Promise<void>((done) => socket.close(() => done()))));
    },
  };
  auth.on('message', (bytes, from) => answerAccess(responder, auth, { packet: decodePacket(bytes)!, bytes, from }));
  acct.on('message', (bytes, from) => answerAccounting(responder, acct, { packet: decodePacket(bytes)!, bytes, from }));
  return responder;
}

function answerAccess(responder: Responder, socket: Socket, received: Received): void {
  const { bytes, from, packet } = received;
  if (messageAuthenticity(bytes, bytes.subarray(4, 20), SECRET) === 'bad') {
    responder.unsigned.push(received);
    return;
  }
  responder.access.push(received);
  const verdict = responder.decide(received);
  if (!verdict) return;
  const signature = responder.signsReplies ? [['Message-Authenticator', NO_AUTHENTICATOR] as const] : [];
  const reply = encodePacket({
    code: verdict.code,
    identifier: packet.identifier,
    secret: SECRET,
    authenticator: bytes.subarray(4, 20),
    attributes: [...signature, ...(verdict.attributes ?? [])],
  });
  signMessage(reply, bytes.subarray(4, 20), SECRET);
  digestOf(reply, bytes.subarray(4, 20), SECRET).copy(reply, 4);
  socket.send(reply, from.port, from.address);
}

function answerAccounting(responder: Responder, socket: Socket, received: Received): void {
  const { bytes, from, packet } = received;
  if (!isAuthentic(bytes, NO_AUTHENTICATOR, SECRET)) {
    responder.unsigned.push(received);
    return;
  }
  responder.accounting.push(received);
  if (!responder.isAccounting(received)) return;
  const { identifier } = packet;
  const authenticator = bytes.subarray(4, 20);
  const reply = encodePacket({
    code: 'Accounting-Response',
    identifier,
    secret: SECRET,
    authenticator,
    attributes: [],
  });
  digestOf(reply, authenticator, SECRET).copy(reply, 4);
  socket.send(reply, from.port, from.address);
}

/** RFC 2865 §5.2, for passwords of up to sixteen octets. */
export function openPassword({ bytes }: Received): string | undefined {
  for (let at = 20; at + 1 < bytes.length && bytes[at + 1]! >= 2; at += bytes[at + 1]!) {
    if (bytes[at] !== 2) continue;
    const mask = createHash('md5').update(SECRET).update(bytes.subarray(4, 20)).digest();
    const open = Buffer.from(bytes.subarray(at + 2, at + 18).map((octet, index) => octet ^ mask[index]!));
    return open.toString().replace(/\0+$/, '');
  }
  return undefined;
}
