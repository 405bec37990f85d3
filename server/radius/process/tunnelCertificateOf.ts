import type { Clock } from '#actors/system/clock.ts';
import type { Config } from '#server/platform/config/config.ts';
import { certificateSourceOf } from '#server/platform/tls/certificateSourceOf.ts';
import type { TunnelCertificate } from '../eap/tunnelContext.ts';

const RENEWAL_MS = 3_600_000;

/** The certificate that EAP tunnels are opened with: the installation's own, looked at again every hour. */
export async function tunnelCertificateOf(
  config: Config,
  clock: Clock,
  onTrouble: (what: string, error: unknown) => void,
): Promise<() => TunnelCertificate> {
  const source = certificateSourceOf(config, clock);
  let shown = toTunnel(await source.load());
  const renew = (): void => {
    clock.setTimeout(renew, RENEWAL_MS);
    source.reload().then(
      (newer) => {
        if (newer) shown = toTunnel(newer);
      },
      (error: unknown) => onTrouble('the certificate of EAP tunnels cannot be renewed', error),
    );
  };
  clock.setTimeout(renew, RENEWAL_MS);
  return () => shown;
}

function toTunnel({ certificate, key }: { readonly certificate: string; readonly key: string }): TunnelCertificate {
  return { cert: certificate, key };
}
