import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import type { Config } from '../config/config.ts';
import { certificateFiles, type CertificateSource } from './certificateSource.ts';
import { machineNames } from './machineNames.ts';
import { ownCertificate } from './ownCertificate.ts';

/** The certificate files that are configured, else one of an authority of this installation's own. */
export function certificateSourceOf({ tls, dataDir, http }: Config, clock: Clock): CertificateSource {
  if (tls) return certificateFiles(tls);
  return ownCertificate({
    folder: join(dataDir, 'tls'),
    machine: hostname(),
    names: () => machineNames(http.publicUrl),
    clock,
  });
}
