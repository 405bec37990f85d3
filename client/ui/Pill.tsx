import type { JSX } from 'solid-js';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './pill.css';

export type Tone = 'critical' | 'major' | 'warning' | 'notice' | 'ok' | 'maintenance' | 'unknown' | 'overload' | 'calm';

/** A state in three ways at once: colour, shape and word. */
export function Pill(props: {
  tone: Tone;
  glyph: GlyphName;
  children: JSX.Element;
  title?: string | undefined;
}): JSX.Element {
  return (
    <span class={`pill tone-${props.tone}`} title={props.title}>
      <Glyph name={props.glyph} />
      <span class="truncate">{props.children}</span>
    </span>
  );
}
