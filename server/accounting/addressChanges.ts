import type { LineSession } from './lineSession.ts';

/** An address or prefix of a session, from or until a time. */
export interface AddressUse {
  readonly session: LineSession;
  readonly address: string;
  readonly at: number;
}

const NONE = { taken: [], left: [] } as const;

/** What a session got and gave away. From its beginning, when it has had it since its first report. */
export function addressChanges(
  before: LineSession | undefined,
  now: LineSession,
): { readonly taken: readonly AddressUse[]; readonly left: readonly AddressUse[] } {
  if (before !== undefined && sameAddresses(before, now)) return NONE;
  const had = before === undefined ? [] : addressesOf(before);
  const has = addressesOf(now);
  const at = before === undefined ? now.startedAt : now.heardAt;
  return {
    taken: has.filter((address) => !had.includes(address)).map((address) => ({ session: now, address, at })),
    left: had.filter((address) => !has.includes(address)).map((address) => ({ session: now, address, at })),
  };
}

function sameAddresses(a: LineSession, b: LineSession): boolean {
  return (
    a.ipv4 === b.ipv4 && a.ipv6 === b.ipv6 && a.ipv6Prefix === b.ipv6Prefix && a.delegatedPrefix === b.delegatedPrefix
  );
}

function addressesOf({ ipv4, ipv6, ipv6Prefix, delegatedPrefix }: LineSession): readonly string[] {
  return [ipv4, ipv6, ipv6Prefix, delegatedPrefix].filter((address) => address !== undefined);
}
