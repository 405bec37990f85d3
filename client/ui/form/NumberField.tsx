import { createEffect, createSignal, on, Show, splitProps, type JSX } from 'solid-js';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

export interface NumberFieldProps<Input extends object> extends FieldLook {
  readonly form: Form<Input>;
  readonly name: NamesOf<Input, number | undefined>;
  /** Written behind the figure: `Mbit/s`, `KES`, `%`. */
  readonly unit?: string;
  /** Whole numbers only: phones show the digits alone. */
  readonly whole?: boolean;
}

/** Undefined when empty; what is no number is NaN, which the schema refuses. Comma and point both part decimals. */
export function NumberField<Input extends object>(props: NumberFieldProps<Input>): JSX.Element {
  const field = props.form.bind<number | undefined>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  const [text, setText] = createSignal(textOf(field.value()));
  createEffect(
    on(field.value, (value) => !Object.is(numberOf(text()), value) && setText(textOf(value)), { defer: true }),
  );
  return (
    <Field {...look} field={field}>
      <span class="with-unit">
        <input
          {...fieldAria(field, props.hint)}
          id={field.id}
          name={field.name}
          class="number"
          autocomplete="off"
          inputmode={props.whole === true ? 'numeric' : 'decimal'}
          disabled={props.disabled}
          value={text()}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            field.set(numberOf(currentTarget.value));
          }}
          onBlur={() => field.leave()}
        />
        <Show when={props.unit}>
          <span class="unit">{props.unit}</span>
        </Show>
      </span>
    </Field>
  );
}

function numberOf(text: string): number | undefined {
  const plain = text.trim().replaceAll(' ', '').replace(',', '.');
  return plain === '' ? undefined : Number(plain);
}

function textOf(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
