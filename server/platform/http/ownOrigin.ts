/** How a request reached this site; behind a trusted proxy, how it reached the proxy. */
export interface RequestAddress {
  readonly protocol: string;
  /** With the port, unless it is the scheme's own. */
  readonly host: string;
}

/**
 * The origins whose pages are this site's own, in the form browsers send (RFC 6454 §6.2): the whole of it, for another
 * scheme or port of the same host is another site. The public address counts whatever the request says.
 */
export function ownOrigins({ protocol, host }: RequestAddress, publicUrl: string | undefined): ReadonlySet<string> {
  const origins = new Set<string>();
  for (const url of [publicUrl, `${protocol}://${host}`]) {
    if (url !== undefined && URL.canParse(url)) origins.add(new URL(url).origin);
  }
  return origins;
}
