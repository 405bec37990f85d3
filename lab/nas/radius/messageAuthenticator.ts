import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const MESSAGE_AUTHENTICATOR = 80;
const HEADER_OCTETS = 20;
export const NO_AUTHENTICATOR = Buffer.alloc(16);

/** Where the value of Message-Authenticator begins; undefined: there is none, or the packet is broken before it. */
function placeOf(packet: Buffer): number | undefined {
  for (let at = HEADER_OCTETS; at + 2 <= packet.length;) {
    const length = packet[at + 1]!;
    if (length < 2 || at + length > packet.length) return undefined;
    if (packet[at] === MESSAGE_AUTHENTICATOR) return length === 18 ? at + 2 : undefined;
    at += length;
  }
  return undefined;
}

/** RFC 3579 §3.2: HMAC over the packet with its own value and, unless it is the packet's own, the authenticator replaced. */
function keyed(packet: Buffer, place: number, authenticator: Buffer, secret: string): Buffer {
  const copy = Buffer.from(packet);
  authenticator.copy(copy, 4);
  copy.fill(0, place, place + 16);
  return createHmac('md5', secret).update(copy).digest();
}

/** Puts the Message-Authenticator in where the packet has sixteen octets for it. */
export function signMessage(packet: Buffer, authenticator: Buffer, secret: string): void {
  const place = placeOf(packet);
  if (place !== undefined) keyed(packet, place, authenticator, secret).copy(packet, place);
}

/** MD5 over the packet with the authenticator of the request (or zeros) and the secret: RFC 2865 §3, RFC 2866 §3. */
export function digestOf(packet: Buffer, authenticator: Buffer, secret: string): Buffer {
  return createHash('md5')
    .update(packet.subarray(0, 4))
    .update(authenticator)
    .update(packet.subarray(HEADER_OCTETS))
    .update(secret)
    .digest();
}

/** `authenticator`: of the request for an answer, zeros for accounting and RFC 5176 requests. */
export function isAuthentic(packet: Buffer, authenticator: Buffer, secret: string): boolean {
  return timingSafeEqual(packet.subarray(4, HEADER_OCTETS), digestOf(packet, authenticator, secret));
}

export function messageAuthenticity(packet: Buffer, authenticator: Buffer, secret: string): 'absent' | 'good' | 'bad' {
  const place = placeOf(packet);
  if (place === undefined) return 'absent';
  const expected = keyed(packet, place, authenticator, secret);
  return timingSafeEqual(packet.subarray(place, place + 16), expected) ? 'good' : 'bad';
}
