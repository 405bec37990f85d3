import { onCleanup, onMount, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Button } from './Button.tsx';
import { Glyph } from './Glyph.tsx';
import './dialog.css';
import './form/form.css';

/**
 * A modal question. The browser's own dialog keeps the focus inside, makes the rest inert and gives the focus
 * back; this component mounts it open, so show it with `<Show>`.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: JSX.Element;
  wide?: boolean;
}): JSX.Element {
  let element!: HTMLDialogElement;
  onMount(() => {
    const before = document.activeElement;
    element.showModal();
    // The browser would begin with the cross that closes it.
    if (element.querySelector('[autofocus]') === null)
      element.querySelector<HTMLElement>('.dialog-head ~ * :is(input, select, textarea):enabled')?.focus();
    onCleanup(() => {
      if (element.open) element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    });
  });
  return (
    <dialog
      ref={element}
      class="dialog"
      classList={{ wide: props.wide === true }}
      aria-label={props.title}
      on:keydown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === element) props.onClose();
      }}
    >
      <div class="dialog-frame">
        <header class="dialog-head">
          <h2>{props.title}</h2>
          <Button look="quiet" aria-label={say('close')} onClick={() => props.onClose()}>
            <Glyph name="close" />
          </Button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
