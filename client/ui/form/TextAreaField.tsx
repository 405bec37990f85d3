import { splitProps, type JSX } from 'solid-js';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

export interface TextAreaFieldProps<Input extends object> extends FieldLook {
  readonly form: Form<Input>;
  readonly name: NamesOf<Input, string>;
  readonly rows?: number;
  readonly maxlength?: number;
  readonly mono?: boolean;
  readonly autofocus?: boolean;
}

export function TextAreaField<Input extends object>(props: TextAreaFieldProps<Input>): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  return (
    <Field {...look} field={field}>
      <textarea
        {...fieldAria(field, props.hint)}
        id={field.id}
        name={field.name}
        classList={{ mono: props.mono === true }}
        rows={props.rows ?? 3}
        maxlength={props.maxlength}
        autofocus={props.autofocus}
        disabled={props.disabled}
        value={field.value()}
        onInput={({ currentTarget }) => field.set(currentTarget.value)}
        onBlur={() => field.leave()}
      />
    </Field>
  );
}
