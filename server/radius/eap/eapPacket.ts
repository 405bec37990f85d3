/** Codes of RFC 3748 §4. */
export const eapCodes = { request: 1, response: 2, success: 3, failure: 4 } as const;

/** Types of the EAP registry that this server speaks or must recognise. */
export const eapTypes = {
  identity: 1,
  notification: 2,
  nak: 3,
  md5: 4,
  ttls: 21,
  peap: 25,
  msChapV2: 26,
  tlv: 33,
} as const;

/** A response of the peer; its octets are views of the packet, and whoever keeps them copies them. */
export interface EapResponse {
  readonly identifier: number;
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * RFC 3748 §4.1. Undefined unless this is a whole response with a type: a server has no use for anything else. Octets
 * behind the stated length are padding of the link.
 */
export function parseEapResponse(packet: Uint8Array): EapResponse | undefined {
  if (packet.length < 5 || packet[0] !== eapCodes.response) return undefined;
  const length = (packet[2]! << 8) | packet[3]!;
  if (length < 5 || length > packet.length) return undefined;
  return { identifier: packet[1]!, type: packet[4]!, data: packet.subarray(5, length) };
}

export function encodeEapRequest(identifier: number, type: number, data: Uint8Array): Uint8Array {
  const packet = new Uint8Array(5 + data.length);
  packet[0] = eapCodes.request;
  packet[1] = identifier;
  packet[2] = packet.length >> 8;
  packet[3] = packet.length;
  packet[4] = type;
  packet.set(data, 5);
  return packet;
}

/** What an Access-Accept must carry (RFC 3579 §2.6.3); `identifier` is that of the last response (RFC 3748 §4.2). */
export function encodeEapSuccess(identifier: number): Uint8Array {
  return Uint8Array.of(eapCodes.success, identifier, 0, 4);
}

/** What an Access-Reject must carry; also for a refusal by policy after the method has succeeded. */
export function encodeEapFailure(identifier: number): Uint8Array {
  return Uint8Array.of(eapCodes.failure, identifier, 0, 4);
}
