import type { JSX } from 'solid-js';
import { Glyph, type GlyphName } from './Glyph.tsx';
import type { Tone } from './Pill.tsx';
import './banner.css';
import './pill.css';

/** Something about the whole page or form that stays until it is over; buttons may stand inside. */
export function Banner(props: { tone: Tone; glyph: GlyphName; alert?: boolean; children: JSX.Element }): JSX.Element {
  return (
    <div class={`banner tone-${props.tone}`} role={props.alert === true ? 'alert' : 'status'}>
      <Glyph name={props.glyph} />
      <div class="banner-text">{props.children}</div>
    </div>
  );
}
