import { createUniqueId, onMount, Show, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';

/** Six digits of an authenticator app, or with `recovery` a recovery code; spaces do not matter. */
export function CodeField(props: {
  label: string;
  value: string;
  onInput: (code: string) => void;
  trouble: string | undefined;
  recovery?: boolean;
  hint?: string;
}): JSX.Element {
  const id = createUniqueId();
  let input!: HTMLInputElement;
  onMount(() => input.focus());
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        ref={input}
        id={id}
        name="code"
        class="code-input mono"
        type="text"
        inputmode={props.recovery === true ? 'text' : 'numeric'}
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        maxlength={props.recovery === true ? 16 : 8}
        aria-invalid={props.trouble !== undefined}
        aria-describedby={`${id}-note`}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value.replaceAll(/\s/g, ''))}
      />
      <div id={`${id}-note`}>
        <Show when={props.trouble} fallback={<span class="field-hint">{props.hint}</span>}>
          {(text) => (
            <span class="field-error" role="alert">
              <Glyph name="warning" /> {text()}
            </span>
          )}
        </Show>
      </div>
    </div>
  );
}
