import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a handshake may come from a page of this site. Browsers send `Origin` with every WebSocket and every
 * cross-site request, and cookies with both (cross-site WebSocket hijacking); programs send none.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  if (headers.origin === undefined) return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
  if (headers.host === undefined || !URL.canParse(headers.origin)) return false;
  const origin = new URL(headers.origin);
  return (origin.protocol === 'http:' || origin.protocol === 'https:') && sameHost(origin, headers.host);
}

/** A default port may be written or left out. */
function sameHost(origin: URL, host: string): boolean {
  const own = `${origin.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === origin.host;
}
