import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Whether a peer is a proxy whose `X-Forwarded-*` is believed. */
export type TrustedProxies = (address: string) => boolean;

/** `list`: addresses and networks (`10.0.0.0/8`, `2001:db8::/32`). */
export function createTrustedProxies(list: readonly string[]): TrustedProxies {
  const trusted = new BlockList();
  for (const entry of list) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    // A socket that serves both families writes IPv4 peers as ::ffff:192.0.2.1.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && trusted.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

/** How a request reached this site, or the trusted proxy before it; the same answers as the HTTP server's. */
export function addressOf(
  request: IncomingMessage,
  trusts: TrustedProxies,
): { readonly protocol: 'http' | 'https'; readonly host: string } {
  const believed = trusts(request.socket.remoteAddress ?? '');
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return believed && typeof value === 'string' ? value.split(',').at(-1)?.trim() : undefined;
  };
  const direct = request.socket instanceof TLSSocket ? 'https' : 'http';
  const forwarded = header('x-forwarded-proto');
  const protocol = forwarded === 'http' || forwarded === 'https' ? forwarded : direct;
  return { protocol, host: header('x-forwarded-host') ?? request.headers.host ?? '' };
}
