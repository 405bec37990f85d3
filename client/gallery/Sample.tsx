import type { JSX } from 'solid-js';

/** One part in one state, with its name. */
export function Sample(props: { name: string; wide?: boolean; children: JSX.Element }): JSX.Element {
  return (
    <div class="sample" classList={{ wide: props.wide === true }}>
      <p class="sample-name mono faint">{props.name}</p>
      <div class="sample-body">{props.children}</div>
    </div>
  );
}
