import { splitProps, type JSX } from 'solid-js';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

export interface TextFieldProps<Input extends object> extends FieldLook {
  readonly form: Form<Input>;
  readonly name: NamesOf<Input, string>;
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'search';
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url';
  readonly maxlength?: number;
  /** Serials, addresses, commands. */
  readonly mono?: boolean;
  readonly autofocus?: boolean;
  /** Changes what is typed, e.g. to capitals. */
  readonly tidy?: (text: string) => string;
}

export function TextField<Input extends object>(props: TextFieldProps<Input>): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  return (
    <Field {...look} field={field}>
      <input
        {...fieldAria(field, props.hint)}
        id={field.id}
        name={field.name}
        type={props.type ?? 'text'}
        classList={{ mono: props.mono === true }}
        autocomplete={props.autocomplete ?? 'off'}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        autofocus={props.autofocus}
        disabled={props.disabled}
        value={field.value()}
        onInput={({ currentTarget }) => field.set(props.tidy?.(currentTarget.value) ?? currentTarget.value)}
        onBlur={() => field.leave()}
      />
    </Field>
  );
}
