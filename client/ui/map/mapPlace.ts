import type { GlyphName } from '../Glyph.tsx';
import type { Tone } from '../Pill.tsx';

/** Something with a position: WGS 84 degrees. */
export interface MapPlace {
  readonly id: string;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly tone: Tone;
  readonly glyph: GlyphName;
  /** The state in words: "up", "down". */
  readonly state: string;
  /** Counted as on or off in clusters. */
  readonly on: boolean;
  /** Its page. */
  readonly href?: string | undefined;
}

/** What needs somebody first. */
const order: readonly Tone[] = [
  'critical',
  'overload',
  'major',
  'warning',
  'unknown',
  'maintenance',
  'notice',
  'calm',
  'ok',
];

export function worseFirst(a: MapPlace, b: MapPlace): number {
  return order.indexOf(a.tone) - order.indexOf(b.tone) || a.name.localeCompare(b.name, undefined, { numeric: true });
}
