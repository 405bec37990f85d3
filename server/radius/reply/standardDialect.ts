import type { ReplyDialect } from './replyDialect.ts';
import {
  accessPart,
  delegatedPoolPart,
  filterPart,
  framedPoolPart,
  idleTimeoutPart,
  interimPart,
  ipv6PoolPart,
  wisprRatePart,
} from './standardParts.ts';

/** For routers of which nothing is known but that they speak RADIUS. */
export const standardDialect: ReplyDialect = {
  name: 'standard',
  title: 'RADIUS (RFC 2865, WISPr)',
  parts: [
    accessPart,
    framedPoolPart,
    ipv6PoolPart,
    delegatedPoolPart,
    filterPart,
    wisprRatePart,
    idleTimeoutPart,
    interimPart,
  ],
};
