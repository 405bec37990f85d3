import { createHash } from 'node:crypto';

/** One accounting report as a router would send it; octets only, so that it shares nothing with what reads it. */
export interface ReportFields {
  readonly kind: number;
  readonly acctSessionId: string;
  readonly username: string;
  readonly seconds?: number | undefined;
  readonly octetsIn?: number | undefined;
  readonly octetsOut?: number | undefined;
  /** Octets are written with their upper half; else only the lower is. */
  readonly gigawords?: boolean | undefined;
  readonly ipv4?: readonly [number, number, number, number] | undefined;
  /** Address octets as hexadecimal, and length. */
  readonly delegated?: readonly [hex: string, bits: number] | undefined;
  readonly mac?: string | undefined;
  readonly terminateCause?: number | undefined;
}

const WRAP = 2 ** 32;

export function reportPacket(fields: ReportFields): Buffer {
  const { kind, acctSessionId, username, seconds, octetsIn, octetsOut, gigawords, ipv4, delegated, mac } = fields;
  const attributes = [
    attribute(1, Buffer.from(username)),
    number(40, kind),
    attribute(44, Buffer.from(acctSessionId)),
    number(6, 2),
    number(7, 1),
    number(61, 15),
    attribute(87, Buffer.from('ether2')),
    attribute(30, Buffer.from('pppoe-isp')),
    attribute(31, Buffer.from(mac ?? 'AA:BB:CC:00:00:01')),
    ...(ipv4 === undefined ? [] : [attribute(8, Buffer.from(ipv4))]),
    ...(delegated === undefined ? [] : [attribute(123, prefix(delegated))]),
    ...(seconds === undefined ? [] : [number(46, seconds)]),
    ...counter(42, 52, octetsIn, gigawords),
    ...counter(43, 53, octetsOut, gigawords),
    ...(fields.terminateCause === undefined ? [] : [number(49, fields.terminateCause)]),
  ];
  const body = Buffer.concat(attributes);
  const head = Buffer.from([4, 1, 0, 0]);
  head.writeUInt16BE(20 + body.length, 2);
  return Buffer.concat([head, createHash('md5').update(head).update(body).digest(), body]);
}

function counter(low: number, high: number, octets: number | undefined, gigawords: boolean | undefined): Buffer[] {
  if (octets === undefined) return [];
  return [number(low, octets % WRAP), ...(gigawords ? [number(high, Math.floor(octets / WRAP))] : [])];
}

function prefix([hex, bits]: readonly [string, number]): Buffer {
  return Buffer.concat([Buffer.from([0, bits]), Buffer.from(hex, 'hex')]);
}

function number(type: number, value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return attribute(type, octets);
}

function attribute(type: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
}
