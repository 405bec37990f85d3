import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import { type CertificateSource, requireServable } from './certificateSource.ts';
import { type CertificateAndKey, createAuthority, issueCertificate } from './ownAuthority.ts';

export interface OwnCertificateOptions {
  /** Of the data directory; holds the authority and its key. */
  readonly folder: string;
  /** As which machine the authority introduces itself. */
  readonly machine: string;
  /** Under which names and addresses this machine is reached, as of now. */
  readonly names: () => readonly string[];
  readonly clock: Clock;
}

const renewedBeforeMs = 30 * 24 * 3_600_000;

/**
 * A certificate of this installation's own authority. The authority stays, so that who trusts it once goes on doing so;
 * the certificate is made anew when it runs out or the machine gets another name or address.
 */
export function ownCertificate(options: OwnCertificateOptions): CertificateSource {
  const { folder, clock } = options;
  let authority: CertificateAndKey | undefined;

  async function present(): Promise<{ readonly pair: CertificateAndKey; readonly fresh: boolean }> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    authority ??= readPair(folder, 'ca') ?? (await makeAuthority());
    const names = [...new Set(options.names())];
    const standing = readPair(folder, 'server');
    if (standing && isGood(standing, authority, names, clock.now())) return { pair: standing, fresh: false };
    const pair = await issueCertificate(authority, names, clock.now());
    writePair(folder, 'server', pair);
    return { pair, fresh: true };
  }

  async function makeAuthority(): Promise<CertificateAndKey> {
    const made = await createAuthority(`Lastmile on ${options.machine}`, clock.now());
    writePair(folder, 'ca', made);
    return made;
  }

  return {
    load: async () => (await present()).pair,
    async reload() {
      const { pair, fresh } = await present();
      return fresh ? pair : undefined;
    },
    authority: () => authority?.certificate,
  };
}

/** Damaged files are made again. */
function readPair(folder: string, name: string): CertificateAndKey | undefined {
  try {
    const pair = {
      certificate: readFileSync(join(folder, `${name}.crt`), 'utf8'),
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    };
    requireServable(pair);
    return pair;
  } catch {
    return undefined;
  }
}

function writePair(folder: string, name: string, { certificate, key }: CertificateAndKey): void {
  replaceFile(join(folder, `${name}.key`), key, 0o600);
  replaceFile(join(folder, `${name}.crt`), certificate, 0o644);
}

function replaceFile(path: string, text: string, mode: number): void {
  writeFileSync(`${path}.new`, text, { mode });
  chmodSync(`${path}.new`, mode);
  renameSync(`${path}.new`, path);
}

function isGood(
  { certificate }: CertificateAndKey,
  authority: CertificateAndKey,
  names: readonly string[],
  now: number,
): boolean {
  const parsed = new X509Certificate(certificate);
  const issuer = new X509Certificate(authority.certificate);
  const lasts = Date.parse(parsed.validTo) - now > renewedBeforeMs;
  const covered = names.every((name) => parsed.checkHost(name) !== undefined || parsed.checkIP(name) !== undefined);
  return lasts && covered && parsed.verify(issuer.publicKey);
}
