import { SEGMENT_HEADER_BYTES, recordKind } from './segmentFormat.ts';
import { soundBehind, soundRecord } from './segmentWalk.ts';

export interface FoundEnd {
  /** Behind the last sound record, or at the end mark. */
  readonly at: number;
  /** There is an end mark. */
  readonly marked: boolean;
  readonly nextSequence: number;
  /** Nothing was ever written to it. */
  readonly blank: boolean;
}

/** Where a segment ends, given all its octets. Damage before the end is passed over: it is the reader who tells of it. */
export function findEnd(octets: Buffer, seed: number): FoundEnd {
  let at = SEGMENT_HEADER_BYTES;
  let nextSequence = 0;
  for (;;) {
    const bytes = soundRecord(octets, at, octets.length, seed);
    if (bytes > 0) {
      const sequence = octets.readDoubleBE(at + 8);
      if (octets[at + 20] === recordKind.end) return { at, marked: true, nextSequence: sequence, blank: false };
      nextSequence = sequence + 1;
      at += bytes;
    } else if (soundBehind(octets, 0, at, seed, true) === -1) {
      const blank = at === SEGMENT_HEADER_BYTES && isZero(octets, at);
      return { at, marked: false, nextSequence, blank };
    } else {
      at = soundBehind(octets, 0, at, seed, false);
    }
  }
}

function isZero(octets: Buffer, from: number): boolean {
  const rest = octets.subarray(from);
  return rest.length === 0 || (rest[0] === 0 && rest.subarray(1).equals(rest.subarray(0, -1)));
}
