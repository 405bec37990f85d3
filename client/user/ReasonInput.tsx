import type { JSX } from 'solid-js';
import { say } from '../words/words.ts';

/** Why an act on somebody who administers is asked for: whoever decides on it reads it. */
export function ReasonInput(props: { reason: string; onReason: (reason: string) => void }): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{say('admin.reason')}</span>
      <input
        maxlength={500}
        value={props.reason}
        onInput={({ currentTarget }) => props.onReason(currentTarget.value)}
      />
      <span class="field-hint">{say('admin.reasonHint')}</span>
    </label>
  );
}
