import { For, Show, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';
import type { Option } from './option.ts';

export interface SelectFieldProps<Input extends object> extends FieldLook {
  readonly form: Form<Input>;
  readonly name: NamesOf<Input, string>;
  readonly options: readonly Option[];
}

/** Few choices. The browser's own list: every phone and screen reader knows it. For many use `ComboboxField`. */
export function SelectField<Input extends object>(props: SelectFieldProps<Input>): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  return (
    <Field {...look} field={field}>
      <select
        {...fieldAria(field, props.hint)}
        id={field.id}
        name={field.name}
        disabled={props.disabled}
        onChange={({ currentTarget }) => field.set(currentTarget.value)}
        onBlur={() => field.leave()}
      >
        <Show when={!props.options.some(({ value }) => value === field.value())}>
          <option value={field.value()} selected>
            {field.value() || say('ui.choose')}
          </option>
        </Show>
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === field.value()} disabled={option.disabled}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </Field>
  );
}
