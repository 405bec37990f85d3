import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { inU32 } from '../../inU32.ts';
import { namesOfProfile } from '../../namesOfProfile.ts';
import type { ReplyDialect, ReplyPart } from '../../replyDialect.ts';
import {
  accessPart,
  delegatedPoolPart,
  filterPart,
  framedPoolPart,
  idleTimeoutPart,
  interimPart,
  ipv6PoolPart,
} from '../../standardParts.ts';

const huawei = 2011;
const inputAverageRate = vendorKey(huawei, 2);
const inputPeakRate = vendorKey(huawei, 3);
const outputAverageRate = vendorKey(huawei, 5);
const outputPeakRate = vendorKey(huawei, 6);
const qosProfileName = vendorKey(huawei, 31);
const domainName = vendorKey(huawei, 138);

/**
 * Committed and peak rate of both directions in bit/s; input is what the customer sends. Always with the peak: a gateway
 * that is told a lower committed rate alone keeps the peak it had.
 */
const ratePart: ReplyPart = {
  about: ['downBps', 'upBps', 'burst'],
  change: 'coa',
  write({ downBps, upBps, burst }, writer) {
    if (upBps !== undefined)
      writer.u32(inputAverageRate, inU32(upBps)).u32(inputPeakRate, inU32(burst?.up.limitBps ?? upBps));
    if (downBps !== undefined)
      writer.u32(outputAverageRate, inU32(downBps)).u32(outputPeakRate, inU32(burst?.down.limitBps ?? downBps));
  },
};

/** One QoS profile holds both directions, so its name is taken as it stands, up to the domain. */
const qosProfilePart: ReplyPart = {
  about: ['routerProfile'],
  change: 'disconnect',
  write({ routerProfile }, writer) {
    const { up, down, isOne, domain } = namesOfProfile(routerProfile);
    if (up !== undefined) writer.text(qosProfileName, isOne ? up : `${up}/${down}`);
    if (domain !== undefined) writer.text(domainName, domain);
  },
};

/** Broadband gateways (ME60, NE40E, NetEngine). */
export const huaweiReply: ReplyDialect = {
  name: 'huawei',
  title: 'Huawei',
  parts: [
    accessPart,
    framedPoolPart,
    ipv6PoolPart,
    delegatedPoolPart,
    filterPart,
    ratePart,
    qosProfilePart,
    idleTimeoutPart,
    interimPart,
  ],
};
