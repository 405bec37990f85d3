import type { JSX } from 'solid-js';

/** One act in a menu; with `checked` it is one choice of several. */
export function MenuItem(props: { onChoose: () => void; checked?: boolean; children: JSX.Element }): JSX.Element {
  return (
    <button
      type="button"
      class="menu-item"
      role={props.checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={props.checked}
      tabIndex={-1}
      onClick={() => props.onChoose()}
    >
      {props.children}
    </button>
  );
}
