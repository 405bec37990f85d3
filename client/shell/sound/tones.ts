import type { AlarmSeverity } from '#shared/alarm/values.ts';

/** One note: Hz, start and length in ms. */
export interface Note {
  readonly hz: number;
  readonly atMs: number;
  readonly lengthMs: number;
}

/**
 * Told apart without looking, by number and direction of notes as in IEC 60601-1-8: five rising for what can't wait,
 * three falling for what must not be forgotten, one for what is good to know.
 */
const tones: { readonly [Severity in AlarmSeverity]: readonly Note[] } = {
  critical: melody([659, 784, 988, 784, 988], 130),
  major: melody([784, 659, 523], 180),
  minor: melody([523], 200),
  warning: melody([440], 160),
  indeterminate: melody([440], 160),
};

function melody(notes: readonly number[], lengthMs: number): readonly Note[] {
  return notes.map((hz, step) => ({ hz, atMs: step * lengthMs, lengthMs }));
}

export function toneOf(severity: AlarmSeverity): readonly Note[] {
  return tones[severity];
}
