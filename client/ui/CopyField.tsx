import { createSignal, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { copyText } from './copyText.ts';
import { IconButton } from './IconButton.tsx';
import './copyField.css';

/** A value to take along: token, address, serial. A `secret` is dots until it is asked for. */
export function CopyField(props: { label: string; value: string; secret?: boolean }): JSX.Element {
  const [shown, setShown] = createSignal(false);
  const hidden = (): boolean => props.secret === true && !shown();
  return (
    <div class="copy-field" role="group" aria-label={props.label}>
      <output class="mono copy-value">{hidden() ? '•'.repeat(12) : props.value}</output>
      <Show when={props.secret}>
        <IconButton
          glyph={shown() ? 'eyeOff' : 'eye'}
          label={say(shown() ? 'ui.conceal' : 'ui.reveal')}
          pressed={shown()}
          onClick={() => setShown(!shown())}
        />
      </Show>
      <IconButton
        glyph="copy"
        label={say('ui.copyNamed', { name: props.label })}
        onClick={() => void copyText(props.value)}
      />
    </div>
  );
}
