import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeAvp, parseAvps } from '#server/radius/eap/diameterAvps.ts';
import { encodeEapRequest, parseEapResponse } from '#server/radius/eap/eapPacket.ts';
import { TlsAssembly, tlsFragments } from '#server/radius/eap/eapTlsFragments.ts';
import { fromHex, toHex } from '../hex.ts';

test('an EAP packet comes back as it was written, padding of the link left out', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.nat(255), fc.uint8Array({ maxLength: 1_400 }), (identifier, type, data) => {
      const packet = Buffer.concat([encodeEapRequest(identifier, type, data), Buffer.alloc(3)]);
      packet[0] = 2;
      const parsed = parseEapResponse(packet);
      expect([parsed?.identifier, parsed?.type, parsed && toHex(parsed.data)]).toEqual([identifier, type, toHex(data)]);
    }),
  );
});

describe('a TLS message', () => {
  test('cut into fragments is whole again', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 9_000 }),
        fc.integer({ min: 60, max: 1_100 }),
        (message, most) => {
          const assembly = new TlsAssembly();
          const verdicts = tlsFragments(message, most).map((fragment) => assembly.add(fragment));
          expect(verdicts.pop()).toBe('whole');
          expect(verdicts.every((verdict) => verdict === 'more')).toBe(true);
          expect(toHex(assembly.take())).toBe(toHex(message));
        },
      ),
    );
  });

  test.each([
    ['nothing', ''],
    ['another version', '0100'],
    ['start from a peer', '20'],
    ['a length that is cut off', '800000'],
    ['more than was announced', '8000000001abcd'],
    ['less than was announced', '8000000003abcd'],
    ['empty with more to come', '40'],
  ])('is malformed as %s', (_, data) => {
    expect(new TlsAssembly().add(fromHex(data))).toBe('malformed');
  });

  test('beyond 32 KiB is malformed, whatever it announces', () => {
    const assembly = new TlsAssembly();
    const fragment = Buffer.concat([fromHex('c000ffffff'), Buffer.alloc(16_380)]);
    expect([assembly.add(fragment), assembly.add(fragment), assembly.add(fragment)]).toEqual([
      'more',
      'more',
      'malformed',
    ]);
  });
});

describe('attributes in a tunnel', () => {
  test('come back as they were written', () => {
    const avp = fc.record({
      code: fc.nat(0xffff),
      vendor: fc.constantFrom(0, 311),
      isMandatory: fc.boolean(),
      data: fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets)),
    });
    fc.assert(
      fc.property(fc.array(avp, { maxLength: 6 }), (avps) => {
        expect(parseAvps(Buffer.concat(avps.map(encodeAvp)))).toEqual(avps);
      }),
    );
  });

  test.each([
    ['a header cut off', '00000001400000'],
    ['a length shorter than the header', '0000000140000007'],
    ['a length shorter than the header with vendor', '000000018000000800000137'],
    ['a length beyond the end', '000000014000000c626f62'],
  ])('are refused with %s', (_, octets) => {
    expect(parseAvps(fromHex(octets))).toBeUndefined();
  });

  test('may lack the padding of the last one', () => {
    expect(parseAvps(fromHex('000000014000000b626f62'))).toHaveLength(1);
  });
});
