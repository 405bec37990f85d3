import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ControlError } from '#server/radius/control/controlError.ts';
import { FrameReader, writeFrame } from '#server/radius/control/frames.ts';

const pieces = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
};

test('frames come out whole however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ text: fc.string() }), { maxLength: 8 }), fc.array(fc.nat()), (messages, cuts) => {
      const reader = new FrameReader(4096);
      const read: unknown[] = [];
      for (const piece of pieces(Buffer.concat(messages.map(writeFrame)), cuts)) {
        reader.read(piece, (frame) => void read.push(JSON.parse(frame.toString())));
      }
      expect(read).toEqual(messages);
    }),
  );
});

test('any octets are frames within bounds or a refusal', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 16 }), (chunks) => {
      const reader = new FrameReader(100);
      try {
        for (const chunk of chunks) {
          reader.read(Buffer.from(chunk), (frame) => expect(frame.length).toBeLessThanOrEqual(100));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ControlError);
      }
    }),
    { numRuns: 2_000 },
  );
});
