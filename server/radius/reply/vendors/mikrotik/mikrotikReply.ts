import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type { ReplyDialect, ReplyPart } from '../../replyDialect.ts';
import { accessPart, framedPoolPart, idleTimeoutPart, interimPart, ipv6PoolPart } from '../../standardParts.ts';
import { mikrotikRateLimit } from './rateLimit.ts';

const mikrotik = 14_988;
const group = vendorKey(mikrotik, 3);
const rateLimit = vendorKey(mikrotik, 8);
const addressList = vendorKey(mikrotik, 19);
const delegatedIpv6Pool = vendorKey(mikrotik, 22);

const rateLimitPart: ReplyPart = {
  about: ['downBps', 'upBps', 'burst', 'priority', 'limitAt'],
  change: 'coa',
  write(profile, writer, isChange) {
    const text = mikrotikRateLimit(profile) ?? (isChange ? '0/0' : undefined);
    if (text !== undefined) writer.text(rateLimit, text);
  },
};

/** The manual's list of what a CoA changes does not have it. */
const addressListPart: ReplyPart = {
  about: ['addressList'],
  change: 'disconnect',
  write({ addressList: list }, writer) {
    if (list !== undefined && list !== WALLED_GARDEN_LIST) writer.text(addressList, list);
  },
};

/**
 * Some take it by CoA all the same, which spares a whole network from dialling anew when its month is over: into the
 * garden it is tried and read back, and a router that does not do it is told to disconnect. Out of it nothing leads.
 */
const gardenPart: ReplyPart = {
  about: ['addressList'],
  change: 'coa',
  write({ addressList: list }, writer) {
    if (list === WALLED_GARDEN_LIST) writer.text(addressList, list);
  },
};

/** Profile of PPP or user profile of the hotspot. */
const groupPart: ReplyPart = {
  about: ['routerProfile'],
  change: 'coa',
  write({ routerProfile }, writer) {
    if (routerProfile !== undefined) writer.text(group, routerProfile);
  },
};

/** For the DHCPv6 server that a PPP session has to itself. */
const delegatedPart: ReplyPart = {
  about: ['delegatedPool'],
  change: 'disconnect',
  write({ delegatedPool, accessType }, writer) {
    if (delegatedPool !== undefined && accessType !== 'hotspot') writer.text(delegatedIpv6Pool, delegatedPool);
  },
};

/** RouterOS. What a CoA changes is the list of its manual ("RADIUS", Change of Authorization). */
export const mikrotikReply: ReplyDialect = {
  name: 'mikrotik',
  title: 'MikroTik RouterOS',
  parts: [
    accessPart,
    framedPoolPart,
    ipv6PoolPart,
    delegatedPart,
    groupPart,
    rateLimitPart,
    addressListPart,
    gardenPart,
    idleTimeoutPart,
    interimPart,
  ],
};
