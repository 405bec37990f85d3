import { Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import type { Bound } from './createForm.ts';
import './form.css';

export interface FieldLook {
  readonly label: string;
  /** An example of a good answer, or what happens with it. */
  readonly hint?: string | undefined;
  /** Says so beside the label. */
  readonly optional?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

/** Label above, control, and below it the fault or the hint. */
export function Field<Value>(
  props: FieldLook & { readonly field: Bound<Value>; readonly children: JSX.Element; readonly group?: boolean },
): JSX.Element {
  const label = () => (
    <>
      {props.label}
      <Show when={props.optional}>
        <span class="field-optional">{say('ui.optional')}</span>
      </Show>
    </>
  );
  return (
    <div class="field" role={props.group === true ? 'group' : undefined} aria-labelledby={`${props.field.id}-label`}>
      <Show
        when={props.group !== true}
        fallback={
          <span class="field-label" id={`${props.field.id}-label`}>
            {label()}
          </span>
        }
      >
        <label class="field-label" id={`${props.field.id}-label`} for={props.field.id}>
          {label()}
        </label>
      </Show>
      {props.children}
      <Show
        when={props.field.error()}
        fallback={
          <Show when={props.hint}>
            <span class="field-hint" id={`${props.field.id}-note`}>
              {props.hint}
            </span>
          </Show>
        }
      >
        {(error) => (
          <span class="field-error" id={`${props.field.id}-note`} role="alert">
            {error()}
          </span>
        )}
      </Show>
    </div>
  );
}

/** What every control of a field carries for screen readers. */
export function fieldAria<Value>(
  field: Bound<Value>,
  hint: string | undefined,
): { readonly 'aria-invalid': boolean; readonly 'aria-describedby': string | undefined } {
  return {
    get 'aria-invalid'() {
      return field.error() !== undefined;
    },
    get 'aria-describedby'() {
      return field.error() !== undefined || hint !== undefined ? `${field.id}-note` : undefined;
    },
  };
}
