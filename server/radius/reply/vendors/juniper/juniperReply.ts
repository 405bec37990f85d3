import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { namesOfProfile } from '../../namesOfProfile.ts';
import type { ReplyDialect, ReplyPart } from '../../replyDialect.ts';
import { accessPart, filterPart, idleTimeoutPart, interimPart, ipv6PoolPart } from '../../standardParts.ts';

const erx = 4874;
const virtualRouterName = vendorKey(erx, 1);
const addressPoolName = vendorKey(erx, 2);
const ingressPolicyName = vendorKey(erx, 10);
const egressPolicyName = vendorKey(erx, 11);
const qosProfileName = vendorKey(erx, 26);
const cosParameter = vendorKey(erx, 108);
const delegatedPoolName = vendorKey(erx, 161);

/** The parameter that a dynamic profile knows as $junos-cos-shaping-rate, and that of the guaranteed rate. */
const shapingRate = 'T02';
const guaranteedRate = 'T03';

/**
 * Shaping towards the customer, in bit/s. There is none of what the customer sends: a policy does that, named by the
 * router profile.
 */
const shapingPart: ReplyPart = {
  about: ['downBps', 'limitAt'],
  change: 'coa',
  write({ downBps, limitAt }, writer) {
    if (downBps !== undefined) writer.text(cosParameter, `${shapingRate} ${downBps}`);
    if (limitAt) writer.text(cosParameter, `${guaranteedRate} ${Math.min(limitAt.downBps, downBps ?? Infinity)}`);
  },
};

/** Policies, which hold filters and policers, for `up/down`. */
const policyPart: ReplyPart = {
  about: ['routerProfile'],
  change: 'coa',
  write({ routerProfile }, writer) {
    const { up, down, isOne } = namesOfProfile(routerProfile);
    if (up !== undefined && down !== undefined && isOne === false)
      writer.text(ingressPolicyName, up).text(egressPolicyName, down);
  },
};

/** One name is a QoS profile. */
const qosProfilePart: ReplyPart = {
  about: ['routerProfile'],
  change: 'disconnect',
  write({ routerProfile }, writer) {
    const { down, isOne, domain } = namesOfProfile(routerProfile);
    if (down !== undefined && isOne === true) writer.text(qosProfileName, down);
    if (domain !== undefined) writer.text(virtualRouterName, domain);
  },
};

const poolPart: ReplyPart = {
  about: ['framedPool', 'delegatedPool'],
  change: 'disconnect',
  write({ framedPool, delegatedPool, accessType }, writer) {
    if (accessType === 'hotspot') return;
    if (framedPool !== undefined) writer.text(addressPoolName, framedPool);
    if (delegatedPool !== undefined) writer.text(delegatedPoolName, delegatedPool);
  },
};

/** Broadband gateways with Junos (MX) or JunosE (ERX). */
export const juniperReply: ReplyDialect = {
  name: 'juniper',
  title: 'Juniper',
  parts: [
    accessPart,
    poolPart,
    ipv6PoolPart,
    filterPart,
    shapingPart,
    policyPart,
    qosProfilePart,
    idleTimeoutPart,
    interimPart,
  ],
};
