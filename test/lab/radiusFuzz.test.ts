import { expect, test } from 'vitest';
import { grantOf } from '#lab/nas/mikrotik/radius/grant.ts';
import { disconnectRefusal, sessionMeant } from '#lab/nas/mikrotik/radius/incomingDecision.ts';
import { NO_AUTHENTICATOR, isAuthentic, messageAuthenticity } from '#lab/nas/radius/messageAuthenticator.ts';
import { decodePacket, encodePacket, namesOf, vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { SeededRandom } from '#lab/seededRandom.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';
import { simulatedRouter } from './simulatedRouter.ts';

const template = encodePacket({
  code: 'Access-Accept',
  identifier: 7,
  secret: 'x',
  attributes: [
    ['Framed-IP-Address', '10.0.0.5'],
    ['Session-Timeout', 3600],
    ['Class', Buffer.from('class')],
    ['Delegated-IPv6-Prefix', Buffer.from('003820010db8000100', 'hex')],
    ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Rate-Limit', '1M/2M']]],
    ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Total-Limit', 77]]],
    ['Message-Authenticator', NO_AUTHENTICATOR],
    ['Acct-Session-Id', '81000000'],
  ],
});

test('no packet, however wrong, makes a router throw', { timeout: 60_000 }, () => {
  const router = simulatedRouter(new SimulatedTime(), { version: '7.20.6', seed: 1 });
  const random = new SeededRandom(5);
  let [read, refused] = [0, 0];
  for (let round = 0; round < 20_000; round += 1) {
    const bytes = mutated(random);
    if (bytes.length >= 20) {
      isAuthentic(bytes, NO_AUTHENTICATOR, 'x');
      messageAuthenticity(bytes, NO_AUTHENTICATOR, 'x');
    }
    const packet = decodePacket(bytes);
    if (!packet) {
      refused += 1;
      continue;
    }
    read += 1;
    namesOf(packet);
    grantOf(packet);
    disconnectRefusal(packet);
    expect(typeof sessionMeant(router, packet, router.lines.keeper)).toBe('string');
  }
  expect(Math.min(read, refused)).toBeGreaterThan(1000);
});

function mutated(random: SeededRandom): Buffer {
  const bytes = Buffer.from(template.subarray(0, random.next() < 0.2 ? random.below(template.length) : undefined));
  for (let change = random.below(4); change > 0 && bytes.length > 0; change -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  if (random.next() < 0.5 && bytes.length >= 4) bytes.writeUInt16BE(bytes.length, 2);
  return bytes;
}
