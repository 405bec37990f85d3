import { parseIpv4, parseIpv6 } from '../platform/transport/radius/addressText.ts';

/**
 * Arrays for `unnest($1::…[])` in PostgreSQL's binary form (src/backend/utils/adt/arrayfuncs.c, array_recv; the elements as
 * their types' `…recv` functions read them). Text arrays of the same rows cost PostgreSQL and this process more than the
 * inserts themselves; COPY is refused under row-level security.
 */
type Get<Row, Value> = (row: Row) => Value | undefined;

const HEADER_BYTES = 20;
const EPOCH_2000_MS = 946_684_800_000;
const DAY_MS = 86_400_000;
const oid = {
  int2: 21,
  int4: 23,
  int8: 20,
  text: 25,
  uuid: 2950,
  timestamptz: 1184,
  date: 1082,
  inet: 869,
  macaddr: 829,
};

export function uuidArray<Row>(rows: readonly Row[], get: Get<Row, string>): Buffer {
  let last: string | undefined;
  let lastAt = 0;
  return fixed(rows, get, oid.uuid, 16, (into, at, uuid) => {
    // Neighbours are often of one tenant and router.
    if (uuid === last) into.copyWithin(at, lastAt, lastAt + 16);
    else writeUuid(into, at, uuid);
    last = uuid;
    lastAt = at;
  });
}

export function int2Array<Row>(rows: readonly Row[], get: Get<Row, number>): Buffer {
  return fixed(rows, get, oid.int2, 2, (into, at, value) => into.writeInt16BE(value, at));
}

export function int4Array<Row>(rows: readonly Row[], get: Get<Row, number>): Buffer {
  return fixed(rows, get, oid.int4, 4, (into, at, value) => into.writeInt32BE(value, at));
}

/** Of integers up to 2⁵³. */
export function int8Array<Row>(rows: readonly Row[], get: Get<Row, number>): Buffer {
  return fixed(rows, get, oid.int8, 8, writeInt8);
}

/** Of milliseconds since 1970. */
export function timeArray<Row>(rows: readonly Row[], get: Get<Row, number>): Buffer {
  return fixed(rows, get, oid.timestamptz, 8, (into, at, value) =>
    writeInt8(into, at, Math.round((value - EPOCH_2000_MS) * 1000)),
  );
}

/** Of `2026-11-21`. */
export function dateArray<Row>(rows: readonly Row[], get: Get<Row, string>): Buffer {
  return fixed(rows, get, oid.date, 4, (into, at, value) =>
    into.writeInt32BE((Date.parse(value) - EPOCH_2000_MS) / DAY_MS, at),
  );
}

/** Of six octets in hexadecimal with colons. */
export function macArray<Row>(rows: readonly Row[], get: Get<Row, string>): Buffer {
  return fixed(rows, get, oid.macaddr, 6, (into, at, value) => into.write(value.replaceAll(':', ''), at, 6, 'hex'));
}

export function textArray<Row>(rows: readonly Row[], get: Get<Row, string>): Buffer {
  return varied(rows, get, oid.text, (value) => 3 * value.length, writeText);
}

/** Of addresses, with or without a length. */
export function inetArray<Row>(rows: readonly Row[], get: Get<Row, string>): Buffer {
  return varied(rows, get, oid.inet, () => INET_BYTES, writeInet);
}

/** Most are short and ASCII, which a loop writes faster than a call does. */
function writeText(into: Buffer, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return into.write(text, at);
    into[at + index] = code;
  }
  return text.length;
}

const INET_BYTES = 20;

function writeInet(into: Buffer, at: number, text: string): number {
  const cut = text.indexOf('/');
  const address = cut < 0 ? text : text.slice(0, cut);
  const ipv4 = parseIpv4(address);
  const ipv6 = ipv4 === undefined ? parseIpv6(address) : undefined;
  if (ipv4 === undefined && ipv6 === undefined) throw new Error(`${text} is no address`);
  into[at] = ipv4 === undefined ? 3 : 2;
  into[at + 1] = cut < 0 ? (ipv4 === undefined ? 128 : 32) : Number(text.slice(cut + 1));
  into[at + 2] = 0;
  into[at + 3] = ipv4 === undefined ? 16 : 4;
  if (ipv4 === undefined) ipv6!.copy(into, at + 4);
  else into.writeUInt32BE(ipv4, at + 4);
  return ipv4 === undefined ? 20 : 8;
}

function fixed<Row, Value>(
  rows: readonly Row[],
  get: Get<Row, Value>,
  type: number,
  bytes: number,
  write: (into: Buffer, at: number, value: Value) => void,
): Buffer {
  const into = Buffer.allocUnsafe(HEADER_BYTES + rows.length * (4 + bytes));
  writeHeader(into, type, rows.length);
  let at = HEADER_BYTES;
  for (const row of rows) {
    const value = get(row);
    into.writeInt32BE(value === undefined ? -1 : bytes, at);
    at += 4;
    if (value === undefined) continue;
    write(into, at, value);
    at += bytes;
  }
  return into.subarray(0, at);
}

/** Where arrays of values of different sizes are put together; copied from, and used again. */
let room = Buffer.allocUnsafeSlow(65_536);

function varied<Row>(
  rows: readonly Row[],
  get: Get<Row, string>,
  type: number,
  mostBytes: (value: string) => number,
  write: (into: Buffer, at: number, value: string) => number,
): Buffer {
  writeHeader(room, type, rows.length);
  let at = HEADER_BYTES;
  for (const row of rows) {
    const value = get(row);
    const needed = at + 4 + (value === undefined ? 0 : mostBytes(value));
    if (needed > room.length) room = Buffer.concat([room], 2 * needed);
    const bytes = value === undefined ? -1 : write(room, at + 4, value);
    room.writeInt32BE(bytes, at);
    at += 4 + Math.max(0, bytes);
  }
  return Buffer.from(room.subarray(0, at));
}

/** One dimension, with a bitmap of nulls as far as there are any, counted from 1. */
function writeHeader(into: Buffer, type: number, count: number): void {
  into.writeInt32BE(1, 0);
  into.writeInt32BE(1, 4);
  into.writeInt32BE(type, 8);
  into.writeInt32BE(count, 12);
  into.writeInt32BE(1, 16);
}

function writeInt8(into: Buffer, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  into.writeInt32BE(high, at);
  into.writeUInt32BE(value - high * 2 ** 32, at + 4);
}

/** Values of hexadecimal digits, by character code. */
const HEX = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

function writeUuid(into: Buffer, at: number, uuid: string): void {
  for (let index = 0, to = at; index < 36; index += 2, to += 1) {
    if (index === 8 || index === 13 || index === 18 || index === 23) index += 1;
    into[to] = (HEX[uuid.charCodeAt(index)]! << 4) | HEX[uuid.charCodeAt(index + 1)]!;
  }
}
