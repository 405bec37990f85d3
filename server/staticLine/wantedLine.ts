import { createHash } from 'node:crypto';
import type { Difference } from '#shared/deviceIntent/values.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type { FixedLine } from '../nas/nasFeature.ts';
import type { ServiceProfile } from '../radius/serviceFeature.ts';
import type { SubscriptionPolicyDraft } from '../subscription/subscriptionFeature.ts';
import type { PlacedLine } from './staticLineStore.ts';

export interface WantedParts {
  readonly placed: Pick<PlacedLine, 'number' | 'port'>;
  readonly policy: SubscriptionPolicyDraft;
  /** What the policy's package wants now, or in the walled garden. */
  readonly service: ServiceProfile | undefined;
}

/**
 * What a router is to have of a line. Who is closed out is in the walled garden, whose rules let nothing through but names
 * and the page; where the package does not show that page, the router's neighbour entry is switched off besides. Undefined:
 * nothing, because it has no address.
 */
export function wantedLine({ placed, policy, service }: WantedParts): FixedLine | undefined {
  const { subscriptionId, standing, staticIpv4, macs, framedRoutes, delegatedPrefix, afterReplyKey } = policy;
  if (staticIpv4 === undefined) return undefined;
  const isOpen = standing === 'open';
  const isGone = !isOpen && afterReplyKey === undefined;
  const [mac] = macs;
  const list = isOpen ? service?.addressList : WALLED_GARDEN_LIST;
  const { downBps, upBps, burst, limitAt, priority } = service ?? {};
  return {
    id: subscriptionId,
    name: lineName(placed.number),
    address: staticIpv4,
    prefixes: [
      ...framedRoutes.map((route) => route.split(' ')[0] ?? ''),
      ...(delegatedPrefix === undefined ? [] : [delegatedPrefix]),
    ],
    ...{ downBps, upBps, burst, limitAt, priority },
    lists: list === undefined ? [] : [list],
    ...(mac === undefined || placed.port === undefined ? {} : { neighbour: { mac, port: placed.port, isOn: !isGone } }),
  };
}

/** As people call a line without a username. */
export const lineName = (number: number): string => `S-${number}`;

/** Equal for equal wants. */
export function fingerprintOf(line: FixedLine): string {
  return createHash('sha256').update(JSON.stringify(line)).digest('base64url').slice(0, 22);
}

/** A difference that was accepted, for as long as the same is wanted and found. */
export function isKept(kept: readonly Difference[]): (difference: Difference) => boolean {
  const texts = new Set(kept.map(textOf));
  return (difference) => texts.has(textOf(difference));
}

const textOf = ({ path, wanted, found }: Difference): string => JSON.stringify([path, wanted ?? null, found ?? null]);
