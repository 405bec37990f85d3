import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AccountingHeader,
  addressOctets,
  encodeAccounting,
  uuidOctets,
} from '#server/radius/journal/accountingCodec.ts';
import { ACCOUNTING_HEADER_BYTES } from '#server/radius/journal/entry.ts';
import { type WrittenEntry, decodeEntry, encodeEntry } from '#server/radius/journal/entryCodec.ts';
import { MAX_PAYLOAD_BYTES } from '#server/radius/journal/segmentFormat.ts';

const id = fc.uuid();
const at = fc.double({ min: 0, max: 4e12, noNaN: true });

test('an accounting entry is read as it was written, wherever in the buffer', () => {
  const buffer = Buffer.alloc(6_000, 0xee);
  fc.assert(
    fc.property(
      fc.record({
        flags: fc.nat(255),
        receivedAt: at,
        sessionStartedAt: at,
        tenantId: id,
        nasId: id,
        subscriptionId: fc.option(id, { nil: undefined }),
        source: fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::1', '::1', 'fe80::a:b')),
        version: fc.nat(4_294_967_295),
        packet: fc.uint8Array({ minLength: 20, maxLength: 4_096 }),
      }),
      fc.nat(1_000),
      ({ source, ...entry }, offset) => {
        const header: AccountingHeader = {
          ...entry,
          tenant: uuidOctets(entry.tenantId),
          nas: uuidOctets(entry.nasId),
          subscription: entry.subscriptionId === undefined ? undefined : uuidOctets(entry.subscriptionId),
          source: addressOctets(source),
        };
        const bytes = encodeAccounting(buffer, offset, header, entry.packet, entry.packet.length);
        expect(bytes).toBe(ACCOUNTING_HEADER_BYTES + entry.packet.length);
        expect(buffer.subarray(offset + 68, offset + 84)).toEqual(header.source);
        const read = decodeEntry(Buffer.from(buffer.subarray(offset, offset + bytes)));
        expect(read).toEqual({ kind: 'accounting', entry: { ...entry, packet: Buffer.from(entry.packet) } });
      },
    ),
  );
});

const nas = { tenantId: 'tenant', nasId: 'nas' };
const session = { ...nas, acctSessionId: '8100ab', sessionStartedAt: 5 };
const written: readonly WrittenEntry[] = [
  {
    kind: 'rejects',
    entries: [{ ...nas, username: 'ämin', reason: 'wrongPassword', count: 3, firstAt: 1, lastAt: 2 }],
  },
  { kind: 'closed', entries: [{ ...session, endedAt: 9, cause: 'silent' }] },
  { kind: 'unknownSince', entries: [{ ...session, since: 7 }, session] },
  { kind: 'firstUse', entry: { tenantId: 'tenant', subscriptionId: 's', at: 3, mac: 'aa:bb:cc:dd:ee:ff' } },
  { kind: 'lease', entries: [{ ...nas, subscriptionId: 's', address: '10.0.0.9', prefix: '2001:db8::/56', at: 3 }] },
];

test.each(written)('$kind is read as it was written', (entry) => {
  expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
});

test('rejects of 400 names that are all escapes in JSON are one record', () => {
  const reject = {
    ...nas,
    subscriptionId: crypto.randomUUID(),
    username: '\u0000'.repeat(253),
    mac: 'aa:bb:cc:dd:ee:ff',
  };
  const entry = { ...reject, reason: 'simultaneousUse', count: 1e9, firstAt: Date.now(), lastAt: Date.now() };
  const entries = Array.from({ length: 400 }, () => ({
    ...entry,
    tenantId: crypto.randomUUID(),
    nasId: reject.subscriptionId,
  }));
  expect(encodeEntry({ kind: 'rejects', entries }).length).toBeLessThan(MAX_PAYLOAD_BYTES);
});

test('what this release cannot read is said to be unreadable, not thrown', () => {
  expect(decodeEntry(Buffer.from([99, 1, 2]))).toEqual({ kind: 'unreadable', why: 'kind 99' });
  expect(decodeEntry(Buffer.from([1, 0, 0]))).toEqual({ kind: 'unreadable', why: 'too short' });
  expect(decodeEntry(Buffer.alloc(0)).kind).toBe('unreadable');
  expect(decodeEntry(Buffer.from('\u0002{"not":"a list"}')).kind).toBe('unreadable');
});
