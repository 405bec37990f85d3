import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address that people may not make the server talk to. */
export class TargetForbidden extends Error {
  override readonly name = 'TargetForbidden';
}

/**
 * Keeps requests to addresses that people type in away from this machine and the networks around it (server-side request
 * forgery). Checked at the very connection, so a name that answers differently the second time gains nothing.
 */
export interface TargetGuard {
  /** Throws {@link TargetForbidden} for an address written as a number; names are checked by `lookup`. */
  check(hostname: string): void;
  readonly lookup: LookupFunction;
}

/** IANA special-purpose registries (RFC 6890 and later), and what embeds an IPv4 address. */
const forbidden4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const forbidden6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** `allowed`: networks (`10.1.0.0/16`) that the operator of this installation opens, e.g. for an SMS gateway in the rack. */
export function createTargetGuard(allowed: readonly string[]): TargetGuard {
  const closed = listOf([...forbidden4, ...forbidden6]);
  const open = listOf(allowed);

  function checkAddress(address: string): void {
    const plain = mapped(address);
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    if (open.check(plain, family) || !closed.check(plain, family)) return;
    throw new TargetForbidden(
      `${plain} lies in a private or special network. Whoever runs the server may open it with LASTMILE_PRIVATE_TARGETS.`,
    );
  }

  return {
    check(hostname) {
      const bare = hostname.replace(/^\[|\]$/g, '');
      if (isIP(bare) !== 0) checkAddress(bare);
    },
    lookup: (hostname, options, callback) => {
      dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        try {
          for (const { address } of addresses) checkAddress(address);
        } catch (refusal) {
          return callback(refusal as Error, '', 0);
        }
        if (options.all) return callback(null, addresses);
        const [first] = addresses;
        return callback(null, first?.address ?? '', first?.family ?? 0);
      });
    },
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

/** `::ffff:10.0.0.1` is 10.0.0.1 (RFC 4291 §2.5.5.2), however it is written. */
function mapped(address: string): string {
  if (isIP(address) !== 6) return address;
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const parts = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!parts) return canonical;
  const [high, low] = [Number.parseInt(parts[1]!, 16), Number.parseInt(parts[2]!, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
