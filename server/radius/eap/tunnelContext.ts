import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

export interface TunnelCertificate {
  /** The server's certificate and those between it and the one that peers trust, in PEM. */
  readonly cert: string;
  readonly key: string;
}

/**
 * Certificate and key of the server, for all tunnels. Sessions are not resumed: a peer that could would skip the proof of
 * its password.
 */
export function tunnelContext(
  { cert, key }: TunnelCertificate,
  maxVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.2',
): SecureContext {
  return createSecureContext({
    cert,
    key,
    maxVersion,
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
}
