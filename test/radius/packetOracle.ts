import { createHash, createHmac } from 'node:crypto';

export interface OracleVerdict {
  readonly readable: boolean;
  readonly messageAuthenticity: 'absent' | 'valid' | 'invalid';
  readonly requestAuthentic: boolean;
}

const UNREADABLE: OracleVerdict = { readable: false, messageAuthenticity: 'absent', requestAuthentic: false };

/** What is to be thought of a datagram as a request, by slices and OpenSSL; written without a look at the codec. */
export function judge(datagram: Buffer, secret: string): OracleVerdict {
  const length = datagram.length < 20 ? 0 : datagram.readUInt16BE(2);
  if (length < 20 || length > 4_096 || length > datagram.length) return UNREADABLE;
  const packet = Buffer.from(datagram.subarray(0, length));
  const attributes = cut(packet);
  if (!attributes || attributes.length > 200) return UNREADABLE;
  return {
    readable: true,
    messageAuthenticity: messageAuthenticity(packet, attributes, secret),
    requestAuthentic:
      [4, 40, 43].includes(packet[0]!) && digest(zeroed(packet, 4), secret).equals(packet.subarray(4, 20)),
  };
}

/** Puts the right Message-Authenticator (where there is one of the right size) and authenticator into any request. */
export function sealRight(datagram: Buffer, secret: string): void {
  const packet = datagram.subarray(0, datagram.length < 20 ? 0 : datagram.readUInt16BE(2));
  const attributes = packet.length < 20 ? undefined : cut(packet);
  const found = attributes?.find(({ type, size }) => type === 80 && size === 16);
  const calculated = [4, 40, 43].includes(packet[0] ?? 0);
  if (!attributes) return;
  if (calculated) packet.fill(0, 4, 20);
  if (found) createHmac('md5', secret).update(zeroed(packet, found.at)).digest().copy(packet, found.at);
  if (calculated) digest(packet, secret).copy(packet, 4);
}

interface Cut {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

function cut(packet: Buffer): readonly Cut[] | undefined {
  const found: Cut[] = [];
  for (let at = 20; at < packet.length; at += packet[at + 1]!) {
    const size = packet[at + 1] ?? 0;
    if (size < 2 || at + size > packet.length) return undefined;
    found.push({ type: packet[at]!, at: at + 2, size: size - 2 });
  }
  return found;
}

function messageAuthenticity(
  packet: Buffer,
  attributes: readonly Cut[],
  secret: string,
): OracleVerdict['messageAuthenticity'] {
  const found = attributes.filter(({ type }) => type === 80);
  if (found.length === 0) return 'absent';
  if (found.length > 1 || found[0]!.size !== 16 || ![1, 4, 12, 40, 43].includes(packet[0]!)) return 'invalid';
  const at = found[0]!.at;
  const field = [1, 12].includes(packet[0]!) ? packet : zeroed(packet, 4);
  const expected = createHmac('md5', secret).update(zeroed(field, at)).digest();
  return expected.equals(packet.subarray(at, at + 16)) ? 'valid' : 'invalid';
}

function zeroed(packet: Buffer, at: number): Buffer {
  return Buffer.from(packet).fill(0, at, at + 16);
}

function digest(packet: Buffer, secret: string): Buffer {
  return createHash('md5').update(packet).update(secret).digest();
}
