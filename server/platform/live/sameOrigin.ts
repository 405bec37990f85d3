import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a handshake may come from a page of this site: `own` are its origins, scheme and port included. Browsers send
 * `Origin` with every WebSocket and every cross-site request, and cookies with both (cross-site WebSocket hijacking);
 * programs send none.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, own: ReadonlySet<string>): boolean {
  if (headers.origin === undefined) return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
  return own.has(headers.origin);
}
