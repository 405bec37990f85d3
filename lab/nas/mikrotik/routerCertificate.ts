// The certificate library injects its parts by metadata and expects this to be there first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { LabClock } from '../../labClock.ts';

export interface RouterCertificate {
  readonly context: SecureContext;
  readonly pem: string;
  /** SHA-256 of the certificate, `AA:BB:…`. */
  readonly fingerprint256: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const YEAR_MS = 365 * 86_400_000;

/** A certificate that the router signed itself, as `/certificate add` and `sign` make one. Lasts as long as the process. */
export async function makeRouterCertificate(
  identity: string,
  address: string,
  clock: LabClock,
): Promise<RouterCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${identity}`,
    notBefore: new Date(clock.now() - YEAR_MS),
    notAfter: new Date(clock.now() + 9 * YEAR_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new SubjectAlternativeNameExtension([{ type: 'ip', value: address }]),
    ],
  });
  const pem = certificate.toString('pem');
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  const digest = Buffer.from(await certificate.getThumbprint('SHA-256'))
    .toString('hex')
    .toUpperCase();
  return {
    context: createSecureContext({ cert: pem, key, minVersion: 'TLSv1.2' }),
    pem,
    fingerprint256: digest.match(/../g)?.join(':') ?? '',
  };
}

/** `certificate=none`: anonymous Diffie-Hellman, encrypted but proving nothing. */
export function anonymousContext(): SecureContext {
  return createSecureContext({ ciphers: 'ADH:@SECLEVEL=0', dhparam: 'auto', maxVersion: 'TLSv1.2' });
}
