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

const zte = 3902;
const contextName = vendorKey(zte, 4);
const profileDown = vendorKey(zte, 82);
const rateDown = vendorKey(zte, 83);
const rateUp = vendorKey(zte, 89);
const profileUp = vendorKey(zte, 94);

/** Sustained rates in bit/s. */
const ratePart: ReplyPart = {
  about: ['downBps', 'upBps'],
  change: 'coa',
  write({ downBps, upBps }, writer) {
    if (upBps !== undefined) writer.u32(rateUp, inU32(upBps));
    if (downBps !== undefined) writer.u32(rateDown, inU32(downBps));
  },
};

const qosProfilePart: ReplyPart = {
  about: ['routerProfile'],
  change: 'coa',
  write({ routerProfile }, writer) {
    const { up, down } = namesOfProfile(routerProfile);
    if (up !== undefined && down !== undefined) writer.text(profileUp, up).text(profileDown, down);
  },
};

const contextPart: ReplyPart = {
  about: ['routerProfile'],
  change: 'disconnect',
  write({ routerProfile }, writer) {
    const { domain } = namesOfProfile(routerProfile);
    if (domain !== undefined) writer.text(contextName, domain);
  },
};

/** Broadband gateways (M6000). */
export const zteReply: ReplyDialect = {
  name: 'zte',
  title: 'ZTE',
  parts: [
    accessPart,
    framedPoolPart,
    ipv6PoolPart,
    delegatedPoolPart,
    filterPart,
    ratePart,
    qosProfilePart,
    contextPart,
    idleTimeoutPart,
    interimPart,
  ],
};
