import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAlarmElement } from '#server/platform/transport/syslog/alarmElement.ts';
import { takeFrame } from '#server/platform/transport/syslog/framing.ts';
import { parseRfc5424 } from '#server/platform/transport/syslog/rfc5424.ts';
import { SyslogError } from '#server/platform/transport/syslog/syslogError.ts';
import { anyMessage, encode } from './independentEncoder.ts';

const MOST = 8192;

test('what an independent encoder writes is read back the same', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      expect(parseRfc5424(encode(message))).toEqual(message);
    }),
    { numRuns: 2000 },
  );
});

test('messages come out of the stream whole and in order however it is cut into pieces', () => {
  const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const stream = Buffer.concat(sent.flatMap((bytes) => [Buffer.from(`${bytes.length} `), Buffer.from(bytes)]));
      const received = receivedInPieces(stream, sizes);
      expect(received.map((bytes) => bytes.toString('hex'))).toEqual(
        sent.map((bytes) => Buffer.from(bytes).toString('hex')),
      );
    }),
    { numRuns: 500 },
  );
});

test(
  '20,000 mutated messages are read or refused, never anything else, and leave nothing in memory',
  { timeout: 60_000 },
  () => {
    const alarm = Buffer.from(
      '<186>1 2026-11-21T09:00:00.000Z OLT-1 oltd - ALARM [alarm resource="OLT-1/0/3" probableCause="lossOfSignal" perceivedSeverity="major"] \ufeffdark',
    );
    const seeds = [alarm, ...fc.sample(anyMessage, { numRuns: 50, seed: 7 }).map(encode)];
    const outcomes = { read: 0, refused: 0 };
    const round = (runs: number, seed: number): void => {
      fc.assert(
        fc.property(fc.constantFrom(...seeds), mutations, (bytes, steps) => {
          outcomes[tryAll(mutated(bytes, steps))] += 1;
        }),
        { numRuns: runs, seed },
      );
    };
    round(2000, 1);
    const before = process.memoryUsage();
    round(18_000, 2);
    const after = process.memoryUsage();
    expect(outcomes.read + outcomes.refused).toBe(20_000);
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(500);
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(64 * 1024 * 1024);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(128 * 1024 * 1024);
  },
);

type Mutation = { readonly kind: 'flip' | 'drop' | 'insert' | 'repeat'; readonly at: number; readonly byte: number };
const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom<Mutation['kind'][]>('flip', 'drop', 'insert', 'repeat'),
    at: fc.nat(1_000_000),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\[]<> =\n\0'))),
  }),
  { minLength: 1, maxLength: 6 },
);

function mutated(bytes: Buffer, steps: readonly Mutation[]): Buffer {
  let result = [...bytes];
  for (const { kind, at: anywhere, byte } of steps) {
    const at = result.length === 0 ? 0 : anywhere % result.length;
    if (kind === 'flip') result[at] = byte;
    else if (kind === 'drop') result.splice(at, 1 + (byte % 8));
    else if (kind === 'insert') result.splice(at, 0, byte);
    else result = [...result.slice(0, at), ...result];
  }
  return Buffer.from(result);
}

/** As a whole message and as a stream; every refusal must be the parser's own. */
function tryAll(bytes: Buffer): 'read' | 'refused' {
  try {
    takeFrame(bytes, 0, MOST);
  } catch (error) {
    expect(error).toBeInstanceOf(SyslogError);
  }
  try {
    parseAlarmElement(parseRfc5424(bytes));
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(SyslogError);
    return 'refused';
  }
}

function receivedInPieces(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const received: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let sent = 0;
  for (let piece = 0; sent < stream.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1;
    rest = Buffer.concat([rest, stream.subarray(sent, sent + size)]);
    sent += size;
    let at = 0;
    for (let frame = takeFrame(rest, at, MOST); frame; frame = takeFrame(rest, at, MOST)) {
      received.push(frame.message);
      at = frame.next;
    }
    rest = rest.subarray(at);
  }
  expect(rest).toHaveLength(0);
  return received;
}
