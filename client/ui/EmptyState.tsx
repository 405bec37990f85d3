import { Show, type JSX } from 'solid-js';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './notice.css';

/** Says what a place is for when nothing is in it, and offers the first act. */
export function EmptyState(props: {
  glyph: GlyphName;
  title: string;
  text?: string | undefined;
  calm?: boolean;
  children?: JSX.Element;
}): JSX.Element {
  return (
    <div class="notice" classList={{ calm: props.calm === true }}>
      <Glyph name={props.glyph} />
      <h2>{props.title}</h2>
      <Show when={props.text}>{(text) => <p class="muted">{text()}</p>}</Show>
      <div class="notice-actions">{props.children}</div>
    </div>
  );
}
