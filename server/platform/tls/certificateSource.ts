import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartRefusal } from '../process/startRefusal.ts';
import type { CertificateAndKey } from './ownAuthority.ts';

/** Where the certificate that is served comes from. */
export interface CertificateSource {
  /** Throws StartRefusal when there is none to begin with. */
  load(): Promise<CertificateAndKey>;
  /** A newer one since the last load; undefined when it is the same. Throws when the newer one can't be served. */
  reload(): Promise<CertificateAndKey | undefined>;
  /** The certificate that people must trust first; undefined for one that browsers know. */
  authority(): string | undefined;
}

/** Files that somebody else renews, such as an ACME client. */
export function certificateFiles(files: {
  readonly certificateFile: string;
  readonly keyFile: string;
}): CertificateSource {
  let seen = '';

  function stamp(): string {
    return [files.certificateFile, files.keyFile]
      .map((path) => {
        const { mtimeMs, size, ino } = statSync(path);
        return `${mtimeMs} ${size} ${ino}`;
      })
      .join();
  }

  function read(): CertificateAndKey {
    const pair = {
      certificate: readFileSync(files.certificateFile, 'utf8'),
      key: readFileSync(files.keyFile, 'utf8'),
    };
    requireServable(pair);
    return pair;
  }

  return {
    load() {
      try {
        seen = stamp();
        return Promise.resolve(read());
      } catch (error) {
        return Promise.reject(
          new StartRefusal(
            `The TLS certificate can't be used: ${messageOf(error)}.`,
            [
              'Correct LASTMILE_TLS_CERT and LASTMILE_TLS_KEY: PEM files that this user may read and that belong together.',
            ],
            { cause: error },
          ),
        );
      }
    },
    async reload() {
      const present = stamp();
      if (present === seen) return undefined;
      const pair = read();
      // Only now: files that are being replaced one after the other are looked at again.
      seen = present;
      return await Promise.resolve(pair);
    },
    authority: () => undefined,
  };
}

/** Throws for what is not PEM, and for a key of another certificate. */
export function requireServable({ certificate, key }: CertificateAndKey): void {
  createSecureContext({ cert: certificate, key });
  new X509Certificate(certificate);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
