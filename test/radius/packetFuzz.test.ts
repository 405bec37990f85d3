import { expect, test } from 'vitest';
import { verifyMessageAuthenticator } from '#server/platform/transport/radius/messageAuthenticator.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { fuzzPackets } from './packetFuzz.ts';
import { packets, rfc2865, testSecret } from './vectors.ts';

test('twenty thousand mutated packets are judged as OpenSSL judges them, and none throws', { timeout: 60_000 }, () => {
  const report = fuzzPackets(20_261_121, 20_000);
  expect(report.wrong).toEqual([]);
  expect(report.packets).toBe(20_000);
  expect(report.readable).toBeGreaterThan(4_000);
  expect(report.valid).toBeGreaterThan(500);
  expect(report.requestAuthentic).toBeGreaterThan(500);
});

test('a packet cut at any octet is none', () => {
  const packet = new RadiusPacket();
  for (const bytes of [...Object.values(packets), ...Object.values(rfc2865)])
    for (let length = 0; length < bytes.length; length += 1) {
      expect(packet.read(bytes.subarray(0, length))).toMatch(/datagramTooShort|truncated/);
      expect(verifyMessageAuthenticator(packet, new RadiusSecret(testSecret))).not.toBe('valid');
    }
});
