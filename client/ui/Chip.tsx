import { Show, type JSX } from 'solid-js';
import { sayNumber } from '../words/words.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './chip.css';

/** A filter that is on or off. */
export function Chip(props: {
  pressed: boolean;
  onToggle: () => void;
  glyph?: GlyphName;
  tone?: string;
  children: JSX.Element;
  count?: number | undefined;
}): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={props.pressed} onClick={() => props.onToggle()}>
      <Show when={props.glyph}>
        {(glyph) => <Glyph name={glyph()} class={props.tone ? `tone-${props.tone} toned` : ''} />}
      </Show>
      {props.children}
      <Show when={props.count !== undefined}>
        <span class="chip-count number">{sayNumber(props.count ?? 0)}</span>
      </Show>
    </button>
  );
}
