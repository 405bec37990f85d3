import { createEffect, createSignal, on, onCleanup, onMount, type JSX } from 'solid-js';
import { Glyph } from './Glyph.tsx';
import { KeyHint } from './KeyHint.tsx';
import './searchField.css';

const TYPING_PAUSE_MS = 180;

/** Text to look for, told when typing pauses. `onReady` hands out the way to put the cursor into it. */
export function SearchField(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  onReady?: (focus: () => void) => void;
}): JSX.Element {
  let input!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [typed, setTyped] = createSignal(props.text);
  createEffect(
    on(
      () => props.text,
      (text) => text !== typed().trim() && setTyped(text),
      { defer: true },
    ),
  );
  onMount(() => props.onReady?.(() => input.select()));
  onCleanup(() => clearTimeout(timer));
  return (
    <label class="search-field">
      <Glyph name="search" />
      <span class="visually-hidden">{props.label}</span>
      <input
        ref={input}
        type="search"
        placeholder={props.label}
        maxlength={100}
        value={typed()}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          clearTimeout(timer);
          timer = setTimeout(() => props.onText(typed().trim()), TYPING_PAUSE_MS);
        }}
      />
      <KeyHint keys="/" />
    </label>
  );
}
