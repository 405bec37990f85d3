import type { NasState } from '#shared/nas/values.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';

interface Look {
  readonly tone: Tone;
  readonly glyph: GlyphName;
}

/** Healthy is quiet; the rest has colour, shape and word. */
export const nasLooks: { readonly [State in NasState]: Look } = {
  up: { tone: 'calm', glyph: 'router' },
  degraded: { tone: 'warning', glyph: 'warning' },
  down: { tone: 'critical', glyph: 'critical' },
  authFailed: { tone: 'major', glyph: 'lock' },
  untrusted: { tone: 'major', glyph: 'key' },
  connecting: { tone: 'unknown', glyph: 'catchingUp' },
  maintenance: { tone: 'maintenance', glyph: 'maintenance' },
  unknown: { tone: 'unknown', glyph: 'unknown' },
};
