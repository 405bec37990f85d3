import { For, Show, splitProps, type JSX } from 'solid-js';
import type { Form, NamesOf } from './createForm.ts';
import { Field, type FieldLook } from './Field.tsx';
import type { Option } from './option.ts';

/** Two to five choices that deserve to be read side by side, each with a note. */
export function RadioField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, string>;
    readonly options: readonly Option[];
  },
): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  return (
    <Field {...look} field={field} group>
      <div class="radios" role="radiogroup" aria-labelledby={`${field.id}-label`}>
        <For each={props.options}>
          {(option) => (
            <label class="check radio">
              <input
                type="radio"
                name={`${props.form.id}-${field.name}`}
                value={option.value}
                checked={field.value() === option.value}
                disabled={option.disabled === true || props.disabled === true}
                onChange={() => field.set(option.value)}
                onBlur={() => field.leave()}
              />
              <span>
                {option.label}
                <Show when={option.note}>
                  <span class="radio-note">{option.note}</span>
                </Show>
              </span>
            </label>
          )}
        </For>
      </div>
    </Field>
  );
}
