import { createEffect, createSignal, on, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { instantOf, localText } from '../zonedTime.ts';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

/** An instant, written as the wall clock of `timeZone` shows it; the zone is said below. */
export function DateTimeField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, number | undefined>;
    readonly timeZone: string;
  },
): JSX.Element {
  const field = props.form.bind<number | undefined>(props.name);
  const [look] = splitProps(props, ['label', 'optional', 'disabled']);
  const shown = (at: number | undefined): string => (at === undefined ? '' : localText(at, props.timeZone));
  // Half-typed dates have no instant: the text is kept here.
  const [text, setText] = createSignal(shown(field.value()));
  createEffect(
    on(field.value, (at) => at !== instantOf(text(), props.timeZone) && setText(shown(at)), { defer: true }),
  );
  const hint = (): string => props.hint ?? say('ui.zone', { zone: props.timeZone });
  return (
    <Field {...look} hint={hint()} field={field}>
      <input
        {...fieldAria(field, hint())}
        id={field.id}
        name={field.name}
        type="datetime-local"
        class="number"
        disabled={props.disabled}
        value={text()}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          field.set(instantOf(currentTarget.value, props.timeZone));
        }}
        onBlur={() => field.leave()}
      />
    </Field>
  );
}
