import { hostname, networkInterfaces } from 'node:os';

/** How this machine may be reached: by its names, and at every address it has. */
export function machineNames(publicUrl: string | undefined): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // Link-local IPv6 addresses can't be written into a URL that browsers take.
    .filter(({ address }) => !address.startsWith('fe80:'))
    .map(({ address }) => address);
  const own = hostname().toLowerCase();
  const names = ['localhost', ...(isHostName(own) ? [own, ...(own.includes('.') ? [] : [`${own}.local`])] : [])];
  const outside = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  return [...new Set([...outside, ...names, '127.0.0.1', '::1', ...addresses])];
}

function isHostName(name: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name);
}
