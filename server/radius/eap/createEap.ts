import { randomBytes } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { eapMd5 } from './eapMd5.ts';
import { eapMsChapV2 } from './eapMsChapV2.ts';
import { eapPeap } from './eapPeap.ts';
import { EapSessions, type EapSessionsOptions } from './eapSessions.ts';
import { eapTtls } from './eapTtls.ts';
import { tunnelContext, type TunnelCertificate } from './tunnelContext.ts';

export interface EapOptions extends Pick<EapSessionsOptions, 'clock' | 'lookup' | 'limits'> {
  /** Asked for each tunnel, so that a renewed certificate is shown at once. */
  readonly certificate: () => TunnelCertificate;
  /** Who asks, shown to the person by some peers. */
  readonly serverName: string;
  /** TLS 1.3 only where all supplicants are known to follow RFC 9427 (docs/decisions/0019). */
  readonly newestTls?: 'TLSv1.2' | 'TLSv1.3';
  readonly random?: (octets: number) => Uint8Array;
}

/**
 * Every method this server has. The first is offered, the others follow a NAK: a supplicant that is set to PEAP or TTLS
 * must see a tunnel before it says its name, and one that is set to a method without answers with a NAK anyway.
 */
export function createEap(options: EapOptions): EapSessions {
  const { clock, lookup, limits, certificate, serverName, newestTls, random = randomBytes } = options;
  const tunnel = { secureContext: contextOf(certificate, newestTls), serverName };
  const methods = [eapPeap(tunnel), eapTtls(tunnel), eapMsChapV2(tunnel), eapMd5];
  return new EapSessions({ clock, lookup, random, methods, ...(limits && { limits }) });
}

/** Made once for each certificate: it is a parse of keys, and OpenSSL holds it outside of the heap. */
function contextOf(certificate: EapOptions['certificate'], newestTls: EapOptions['newestTls']): () => SecureContext {
  let shown: TunnelCertificate | undefined;
  let context: SecureContext | undefined;
  return () => {
    const now = certificate();
    if (!context || now.cert !== shown?.cert || now.key !== shown.key) context = tunnelContext(now, newestTls);
    shown = now;
    return context;
  };
}
