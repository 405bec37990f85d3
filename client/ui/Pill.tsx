import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import { now } from './now.ts';
import { absolute, duration } from './relativeTime.ts';
import './pill.css';

export type Tone = 'critical' | 'major' | 'warning' | 'notice' | 'ok' | 'maintenance' | 'unknown' | 'overload' | 'calm';

/** A state in three ways at once: colour, shape and word; with `since` also how long, and from when on hover. */
export function Pill(props: {
  tone: Tone;
  glyph: GlyphName;
  children: JSX.Element;
  title?: string | undefined;
  since?: { readonly at: number; readonly timeZone: string } | undefined;
}): JSX.Element {
  const title = (): string | undefined =>
    props.title ?? (props.since && say('ui.since', { time: absolute(props.since.at, props.since.timeZone) }));
  return (
    <span class={`pill tone-${props.tone}`} title={title()}>
      <Glyph name={props.glyph} />
      <span class="truncate">
        {props.children}
        <Show when={props.since}>
          {(since) => <span class="number pill-since"> {duration(now() - since().at)}</span>}
        </Show>
      </span>
    </span>
  );
}
