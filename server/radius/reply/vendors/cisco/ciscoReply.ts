import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import type { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { namesOfProfile } from '../../namesOfProfile.ts';
import type { ReplyDialect, ReplyPart } from '../../replyDialect.ts';
import type { ServiceProfile } from '../../serviceProfile.ts';
import {
  accessPart,
  delegatedPoolPart,
  filterPart,
  idleTimeoutPart,
  interimPart,
  ipv6PoolPart,
} from '../../standardParts.ts';
import { sessionPolicing } from './sessionPolicing.ts';

const cisco = 9;
const avPair = vendorKey(cisco, 1);
const accountInfo = vendorKey(cisco, 250);

/** Policy maps of the router by name; without a name, policing of the session at the rates. */
const servicePart: ReplyPart = {
  about: ['downBps', 'upBps', 'routerProfile'],
  change: 'coa',
  write(profile, writer) {
    const { up, down } = namesOfProfile(profile.routerProfile);
    if (up !== undefined) {
      writer.text(avPair, `ip:sub-qos-policy-in=${up}`).text(avPair, `ip:sub-qos-policy-out=${down}`);
      return;
    }
    const policing = sessionPolicing(profile);
    if (policing !== undefined) writer.text(accountInfo, policing);
  },
};

const vrfPart: ReplyPart = {
  about: ['routerProfile'],
  change: 'disconnect',
  write({ routerProfile }, writer) {
    const { domain } = namesOfProfile(routerProfile);
    if (domain !== undefined) writer.text(avPair, `ip:vrf-id=${domain}`);
  },
};

const poolPart: ReplyPart = { about: ['framedPool'], change: 'disconnect', write: writePool };

function writePool({ framedPool, accessType }: ServiceProfile, writer: PacketWriter): void {
  if (framedPool !== undefined && accessType !== 'hotspot') writer.text(avPair, `ip:addr-pool=${framedPool}`);
}

/** Broadband gateways of IOS XE (ISG). */
export const ciscoReply: ReplyDialect = {
  name: 'cisco',
  title: 'Cisco',
  parts: [
    accessPart,
    poolPart,
    ipv6PoolPart,
    delegatedPoolPart,
    filterPart,
    vrfPart,
    servicePart,
    idleTimeoutPart,
    interimPart,
  ],
};
