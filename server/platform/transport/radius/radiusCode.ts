/** The first octet of a packet (RFC 2865 §3, 2866 §3, 5176 §2, 5997, 7930). */
export const radiusCode = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  statusServer: 12,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
  protocolError: 52,
} as const;

/** Its authenticator is drawn by lot by the sender (RFC 2865 §3, 5997 §3). */
export function hasRandomAuthenticator(code: number): boolean {
  return code === radiusCode.accessRequest || code === radiusCode.statusServer;
}

/** Its authenticator is calculated over the packet with zeros in that place (RFC 2866 §3, 5176 §2.3). */
export function hasCalculatedAuthenticator(code: number): boolean {
  return (
    code === radiusCode.accountingRequest || code === radiusCode.disconnectRequest || code === radiusCode.coaRequest
  );
}
