import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { namesOfProfile } from '../../namesOfProfile.ts';
import type { ReplyDialect, ReplyPart } from '../../replyDialect.ts';
import {
  accessPart,
  delegatedPoolPart,
  framedPoolPart,
  idleTimeoutPart,
  interimPart,
  ipv6PoolPart,
} from '../../standardParts.ts';
import { shaperRate } from './shaperRate.ts';

const vrfName = vendorKey(55_999, 1);

/** Its shaper reads Filter-Id unless it is set to another attribute. */
const ratePart: ReplyPart = {
  about: ['downBps', 'upBps'],
  change: 'coa',
  write(profile, writer) {
    const text = shaperRate(profile);
    if (text !== undefined) writer.text(standardAttribute.filterId, text);
  },
};

const vrfPart: ReplyPart = {
  about: ['routerProfile'],
  change: 'coa',
  write({ routerProfile }, writer) {
    const { domain } = namesOfProfile(routerProfile);
    if (domain !== undefined) writer.text(vrfName, domain);
  },
};

/** accel-ppp. Of a CoA it reads the shaper's attribute, the VRF, Class and Session-Timeout. */
export const accelPppReply: ReplyDialect = {
  name: 'accelPpp',
  title: 'accel-ppp',
  parts: [
    accessPart,
    framedPoolPart,
    ipv6PoolPart,
    delegatedPoolPart,
    ratePart,
    vrfPart,
    { ...idleTimeoutPart, change: 'later' },
    interimPart,
  ],
};
