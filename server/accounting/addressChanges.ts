import type { LineSession } from './lineSession.ts';

/** An address or prefix of a session, from or until a time. */
export interface AddressUse {
  readonly session: LineSession;
  readonly address: string;
  readonly at: number;
}

export interface AddressChanges {
  readonly taken: AddressUse[];
  readonly left: AddressUse[];
}

/** Notes what a session got and gave away with a report of a time; what its first report says it had from its beginning. */
export function noteAddresses(
  { taken, left }: AddressChanges,
  before: LineSession | undefined,
  now: LineSession,
  reportedAt: number,
): void {
  if (before !== undefined && sameAddresses(before, now)) return;
  const had = before === undefined ? [] : addressesOf(before);
  const has = addressesOf(now);
  const at = before === undefined ? now.startedAt : reportedAt;
  for (const address of has) if (!had.includes(address)) taken.push({ session: now, address, at });
  for (const address of had) if (!has.includes(address)) left.push({ session: now, address, at });
}

function sameAddresses(a: LineSession, b: LineSession): boolean {
  return (
    a.ipv4 === b.ipv4 && a.ipv6 === b.ipv6 && a.ipv6Prefix === b.ipv6Prefix && a.delegatedPrefix === b.delegatedPrefix
  );
}

function addressesOf({ ipv4, ipv6, ipv6Prefix, delegatedPrefix }: LineSession): readonly string[] {
  return [ipv4, ipv6, ipv6Prefix, delegatedPrefix].filter((address) => address !== undefined);
}
