import type { StoredNas } from './storedNas.ts';
import type { NasTarget } from './vendors/nasDriver.ts';

/** Where a router is reached, with a login. */
export function connectionOf(
  { tunnelAddress, address, port, security, fingerprint }: StoredNas,
  login: Pick<NasTarget, 'username' | 'password'>,
): NasTarget {
  return { host: tunnelAddress ?? address, port, security, fingerprint: fingerprint ?? undefined, ...login };
}
