import { splitProps, type JSX } from 'solid-js';
import { Combobox } from './Combobox.tsx';
import type { Form, NamesOf } from './createForm.ts';
import { Field, type FieldLook } from './Field.tsx';
import type { Option } from './option.ts';

/** One of many, found by typing. */
export function ComboboxField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, string>;
    readonly options: readonly Option[];
    readonly onText?: (text: string) => void;
    readonly placeholder?: string;
  },
): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  return (
    <Field {...look} field={field}>
      <Combobox
        id={field.id}
        options={props.options}
        value={field.value()}
        onChoose={(value) => field.set(value)}
        onText={props.onText}
        placeholder={props.placeholder}
        disabled={props.disabled}
        invalid={field.error() !== undefined}
        describedBy={field.error() !== undefined || props.hint !== undefined ? `${field.id}-note` : undefined}
        onLeave={() => field.leave()}
      />
    </Field>
  );
}
