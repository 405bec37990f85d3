import { Show, splitProps, type JSX } from 'solid-js';
import { KeyHint } from './KeyHint.tsx';
import './button.css';

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** The key that does the same, shown beside the text. */
  readonly hint?: string | undefined;
  /** Sent and not yet answered: keeps its place and says so, can't be pressed twice. */
  readonly pending?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['look', 'hint', 'pending', 'children', 'disabled', 'class', 'onClick']);
  const pending = (): boolean => own.pending === true;
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    // Not `disabled` while it waits: that would take the focus away from whoever uses the keyboard.
    if (pending()) return event.preventDefault();
    if (typeof own.onClick === 'function') own.onClick(event);
  };
  return (
    <button
      type="button"
      {...rest}
      class={`button ${own.look ?? 'plain'} ${own.class ?? ''}`}
      disabled={own.disabled === true}
      aria-disabled={pending()}
      aria-busy={pending()}
      onClick={click}
    >
      <span class="button-face">{own.children}</span>
      <Show when={own.hint}>{(hint) => <KeyHint keys={hint()} />}</Show>
    </button>
  );
}
