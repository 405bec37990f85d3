import { splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

/** A calendar day (`YYYY-MM-DD`); in whose clocks it ends is said below. */
export function DayField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, string>;
    readonly timeZone: string;
    /** The first that can be chosen. */
    readonly min?: string;
  },
): JSX.Element {
  const field = props.form.bind<string>(props.name);
  const [look] = splitProps(props, ['label', 'optional', 'disabled']);
  const hint = (): string => [props.hint, say('ui.zone', { zone: props.timeZone })].filter(Boolean).join(' · ');
  return (
    <Field {...look} hint={hint()} field={field}>
      <input
        {...fieldAria(field, hint())}
        id={field.id}
        name={field.name}
        type="date"
        class="number"
        disabled={props.disabled}
        min={props.min}
        value={field.value()}
        onInput={({ currentTarget }) => field.set(currentTarget.value)}
        onBlur={() => field.leave()}
      />
    </Field>
  );
}
