import { Show, type JSX } from 'solid-js';
import type { Form, NamesOf } from './createForm.ts';
import { fieldAria, type FieldLook } from './Field.tsx';
import './form.css';

/** Yes or no, decided when the form is saved. For what takes effect at once use `Switch`. */
export function CheckboxField<Input extends object>(
  props: FieldLook & { readonly form: Form<Input>; readonly name: NamesOf<Input, boolean>; readonly look?: 'switch' },
): JSX.Element {
  const field = props.form.bind<boolean>(props.name);
  return (
    <div class="field">
      <label class="check">
        <input
          {...fieldAria(field, props.hint)}
          id={field.id}
          name={field.name}
          type="checkbox"
          class={props.look === 'switch' ? 'switch' : 'checkbox'}
          role={props.look === 'switch' ? 'switch' : undefined}
          disabled={props.disabled}
          checked={field.value()}
          onChange={({ currentTarget }) => field.set(currentTarget.checked)}
          onBlur={() => field.leave()}
        />
        {props.label}
      </label>
      <Show
        when={field.error()}
        fallback={
          <Show when={props.hint}>
            <span class="field-hint check-note" id={`${field.id}-note`}>
              {props.hint}
            </span>
          </Show>
        }
      >
        {(error) => (
          <span class="field-error check-note" id={`${field.id}-note`} role="alert">
            {error()}
          </span>
        )}
      </Show>
    </div>
  );
}
