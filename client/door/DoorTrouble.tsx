import { Show, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';

export function DoorTrouble(props: { text: string | undefined }): JSX.Element {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class="door-error" role="alert">
          <Glyph name="warning" />
          {text()}
        </p>
      )}
    </Show>
  );
}
