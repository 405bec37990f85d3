import { createSignal, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { IconButton } from '../IconButton.tsx';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

/** Can be shown for as long as one looks at it; is never in a draft. */
export function PasswordField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, string>;
    readonly autocomplete?: 'current-password' | 'new-password' | 'off' | 'one-time-code';
    readonly autofocus?: boolean;
  },
): JSX.Element {
  const field = props.form.bind<string>(props.name);
  props.form.keepSecret(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  const [shown, setShown] = createSignal(false);
  return (
    <Field {...look} field={field}>
      <span class="with-unit">
        <input
          {...fieldAria(field, props.hint)}
          id={field.id}
          name={field.name}
          type={shown() ? 'text' : 'password'}
          autocomplete={props.autocomplete ?? 'off'}
          autofocus={props.autofocus}
          disabled={props.disabled}
          spellcheck={false}
          value={field.value()}
          onInput={({ currentTarget }) => field.set(currentTarget.value)}
          onBlur={() => field.leave()}
        />
        <IconButton
          glyph={shown() ? 'eyeOff' : 'eye'}
          label={say(shown() ? 'ui.conceal' : 'ui.reveal')}
          pressed={shown()}
          onClick={() => setShown(!shown())}
        />
      </span>
    </Field>
  );
}
