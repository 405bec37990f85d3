import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { inU32 } from './inU32.ts';
import type { ReplyPart } from './replyDialect.ts';

const { serviceType, framedProtocol, filterId, framedPool, framedIpv6Pool, delegatedIpv6PrefixPool } =
  standardAttribute;
const { idleTimeout, acctInterimInterval } = standardAttribute;

const framed = 2;
const ppp = 1;

/** A hotspot's host has its address before it logs in: a pool would make the router look for another. */
const hasAddressYet = (accessType: string): boolean => accessType === 'hotspot';

/** What session this is (RFC 2865 §5.6 and §5.7). */
export const accessPart: ReplyPart = {
  about: ['accessType'],
  change: 'disconnect',
  write({ accessType }, writer) {
    if (accessType === 'pppoe') writer.u32(serviceType, framed).u32(framedProtocol, ppp);
  },
};

/** RFC 2869 §5.18. */
export const framedPoolPart: ReplyPart = {
  about: ['framedPool'],
  change: 'disconnect',
  write(profile, writer) {
    if (profile.framedPool !== undefined && !hasAddressYet(profile.accessType))
      writer.text(framedPool, profile.framedPool);
  },
};

/** RFC 3162 §2.6. */
export const ipv6PoolPart: ReplyPart = {
  about: ['ipv6Pool'],
  change: 'disconnect',
  write({ ipv6Pool, accessType }, writer) {
    if (ipv6Pool !== undefined && !hasAddressYet(accessType)) writer.text(framedIpv6Pool, ipv6Pool);
  },
};

/** RFC 6911 §3.3. */
export const delegatedPoolPart: ReplyPart = {
  about: ['delegatedPool'],
  change: 'disconnect',
  write({ delegatedPool, accessType }, writer) {
    if (delegatedPool !== undefined && !hasAddressYet(accessType)) writer.text(delegatedIpv6PrefixPool, delegatedPool);
  },
};

/** RFC 2865 §5.28. */
export const idleTimeoutPart: ReplyPart = {
  about: ['idleTimeoutSeconds'],
  change: 'coa',
  write({ idleTimeoutSeconds }, writer, isChange) {
    if (idleTimeoutSeconds !== undefined || isChange) writer.u32(idleTimeout, idleTimeoutSeconds ?? 0);
  },
};

/** RFC 2869 §5.16. Nobody notices when a running session goes on reporting as before. */
export const interimPart: ReplyPart = {
  about: ['interimSeconds'],
  change: 'later',
  write({ interimSeconds }, writer) {
    if (interimSeconds > 0) writer.u32(acctInterimInterval, interimSeconds);
  },
};

/** RFC 2865 §5.11: the filter of this name on the router, which is what an address list is for. */
export const filterPart: ReplyPart = {
  about: ['addressList'],
  change: 'coa',
  write({ addressList }, writer) {
    if (addressList !== undefined) writer.text(filterId, addressList);
  },
};

const wispr = 14_122;
const bandwidthMaxUp = vendorKey(wispr, 7);
const bandwidthMaxDown = vendorKey(wispr, 8);

/** Bits per second, as gateways of hotspots of many makers understand them; others ignore them (RFC 2865 §5.26). */
export const wisprRatePart: ReplyPart = {
  about: ['downBps', 'upBps'],
  change: 'coa',
  write({ downBps, upBps }, writer) {
    if (upBps !== undefined) writer.u32(bandwidthMaxUp, inU32(upBps));
    if (downBps !== undefined) writer.u32(bandwidthMaxDown, inU32(downBps));
  },
};
