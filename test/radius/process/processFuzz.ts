import { createHash } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { mutate } from '../packetMutation.ts';
import { judge } from '../packetOracle.ts';
import { packets, rfc2865, testSecret } from '../vectors.ts';
import { RadiusClient, report } from './radiusClient.ts';
import { ann, bob, runningRadius, type RunningRadius } from './runningRadius.ts';

export interface ProcessFuzzReport {
  readonly packets: number;
  readonly accepted: number;
  readonly acknowledged: number;
  /** Accepted without a right seal and password, acknowledged without a right authenticator, or a defect: must be none. */
  readonly wrong: readonly string[];
  readonly heapMib: number;
}

const { framedProtocol, callingStationId, eapMessage, userName } = standardAttribute;

/** Throws mutated requests at a running server and looks at each answer with eyes that share nothing with it. */
export async function fuzzProcess(seed: number, count: number): Promise<ProcessFuzzReport> {
  await using radius = await runningRadius({ policies: [bob, ann], nas: { secrets: [testSecret] } });
  const seeds = await requests(radius);
  const random = seededRandom(seed);
  const found = { packets: 0, accepted: 0, acknowledged: 0, wrong: [] as string[] };
  let asked: Buffer = Buffer.alloc(0);
  const send = (bytes: Buffer, from: number): void => {
    if (bytes[from] === 2) found.accepted += 1;
    if (bytes[from] === 2 && !deservesAccept(asked)) found.wrong.push(asked.toString('hex'));
  };
  const acknowledge = (bytes: Buffer, from: number): void => {
    found.acknowledged += Number(bytes[from] === 5);
  };
  for (; found.packets < count; found.packets += 1) {
    asked = mutate(seeds[Math.floor(random() * seeds.length)]!, random);
    const before = Buffer.from(asked);
    const kind = random() < 0.5 ? 'authentication' : 'accounting';
    const socket = { send: kind === 'authentication' ? send : acknowledge } as unknown as Socket;
    const written = radius.process.stats().sessions;
    radius.process.receive(kind, asked, { socket, address: '127.0.0.1', port: 1 + Math.floor(random() * 60_000) });
    if (!asked.equals(before)) found.wrong.push(`changed ${before.toString('hex')}`);
    if (radius.process.stats().sessions !== written && !judge(asked, testSecret).requestAuthentic)
      found.wrong.push(`believed ${before.toString('hex')}`);
    // Lets the journal write and the timers run.
    if (found.packets % 200 === 0) await new Promise(setImmediate);
  }
  found.wrong.push(...radius.defects);
  return { ...found, heapMib: Math.round(process.memoryUsage().heapUsed / 2 ** 20) };
}

async function requests(radius: RunningRadius): Promise<readonly Buffer[]> {
  await using client = await RadiusClient.open(radius.ports);
  const line = { [framedProtocol]: 1, [callingStationId]: 'AA:BB:CC:00:00:01' };
  const given = { secret: testSecret };
  const at = Date.now();
  const identity = Buffer.from([2, 1, 0, 8, 1, 0x62, 0x6f, 0x62]);
  return [
    client.accessRequest('bob', 'hello', line, given),
    client.accessRequest('ann', 'hello', line, given),
    client.accessRequest('bob', 'wrong', line, given),
    client.accessRequest('eve', 'hello', line, given),
    client.accessRequest('bob', undefined, { ...line, [eapMessage]: identity }, given),
    client.accountingRequest(report(1, '81000001', 0, at, { ...line, [userName]: 'bob' }), given),
    client.accountingRequest(report(3, '81000001', 300, at + 300_000, line), given),
    client.accountingRequest(report(2, '81000001', 600, at + 600_000, line), given),
    client.accountingRequest(report(7, '00000000', 0, at, {}), given),
    ...Object.values(packets),
    ...Object.values(rfc2865),
  ];
}

/** Sealed for this router, and with the name and password of one of the two. By OpenSSL and slices alone. */
function deservesAccept(datagram: Buffer): boolean {
  const { readable, messageAuthenticity } = judge(datagram, testSecret);
  if (!readable || messageAuthenticity !== 'valid') return false;
  // A Status-Server is answered by an Accept (RFC 5997 §3).
  if (datagram[0] === 12) return true;
  const name = first(datagram, 1)?.toString().trim().toLowerCase();
  return datagram[0] === 1 && (name === 'bob' || name === 'ann') && passwordOf(datagram) === 'hello';
}

function first(datagram: Buffer, type: number): Buffer | undefined {
  for (let at = 20; at < datagram.readUInt16BE(2); at += datagram[at + 1]!)
    if (datagram[at] === type && datagram[at + 1]! > 2) return datagram.subarray(at + 2, at + datagram[at + 1]!);
  return undefined;
}

function passwordOf(datagram: Buffer): string | undefined {
  const hidden = first(datagram, 2);
  if (!hidden || hidden.length % 16 !== 0) return undefined;
  let before = datagram.subarray(4, 20);
  const clear: number[] = [];
  for (let at = 0; at < hidden.length; at += 16) {
    const pad = createHash('md5').update(testSecret).update(before).digest();
    for (let index = 0; index < 16; index += 1) clear.push(hidden[at + index]! ^ pad[index]!);
    before = hidden.subarray(at, at + 16);
  }
  return Buffer.from(clear).toString('latin1').replace(/\0+$/, '');
}
