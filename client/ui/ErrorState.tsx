import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Glyph } from './Glyph.tsx';
import './notice.css';

/** What happened, what is safe, what to do; with the id that leads support to the log line. */
export function ErrorState(props: {
  title: string;
  text: string;
  requestId?: string | undefined;
  children?: JSX.Element;
}): JSX.Element {
  return (
    <div class="notice trouble" role="alert">
      <Glyph name="warning" />
      <h2>{props.title}</h2>
      <p class="muted">{props.text}</p>
      <Show when={props.requestId}>{(id) => <p class="faint mono">{say('ui.requestId', { id: id() })}</p>}</Show>
      <div class="notice-actions">{props.children}</div>
    </div>
  );
}
