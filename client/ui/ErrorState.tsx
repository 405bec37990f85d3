import type { JSX } from 'solid-js';
import { Glyph } from './Glyph.tsx';
import './notice.css';

/** What happened, what is safe, what to do. */
export function ErrorState(props: { title: string; text: string; children?: JSX.Element }): JSX.Element {
  return (
    <div class="notice trouble" role="alert">
      <Glyph name="warning" />
      <h2>{props.title}</h2>
      <p class="muted">{props.text}</p>
      <div class="notice-actions">{props.children}</div>
    </div>
  );
}
