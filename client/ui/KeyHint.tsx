import { For, type JSX } from 'solid-js';

/** `keys` as people write them: `a`, `Shift X`, `?`. */
export function KeyHint(props: { keys: string }): JSX.Element {
  return (
    <span aria-hidden="true">
      <For each={props.keys.split(' ')}>{(key) => <kbd class="key-hint">{key}</kbd>}</For>
    </span>
  );
}
