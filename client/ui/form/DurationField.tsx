import { createEffect, createSignal, For, on, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';

const units = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Unit = keyof typeof units;
const names = Object.keys(units) as readonly Unit[];

/** Milliseconds, written as a figure and a unit: 5 minutes, 30 days. */
export function DurationField<Input extends object>(
  props: FieldLook & { readonly form: Form<Input>; readonly name: NamesOf<Input, number | undefined> },
): JSX.Element {
  const field = props.form.bind<number | undefined>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  const [unit, setUnit] = createSignal<Unit>(unitOf(field.value()));
  const [text, setText] = createSignal(textOf(field.value(), unit()));
  const value = (): number | undefined =>
    text().trim() === '' ? undefined : Number(text().replace(',', '.')) * units[unit()];
  createEffect(
    on(
      field.value,
      (present) => {
        if (Object.is(present, value())) return;
        setUnit(unitOf(present));
        setText(textOf(present, unit()));
      },
      { defer: true },
    ),
  );
  return (
    <Field {...look} field={field}>
      <span class="duration">
        <input
          {...fieldAria(field, props.hint)}
          id={field.id}
          name={field.name}
          class="number"
          inputmode="decimal"
          autocomplete="off"
          disabled={props.disabled}
          value={text()}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            field.set(value());
          }}
          onBlur={() => field.leave()}
        />
        <select
          aria-label={say('ui.durationUnit')}
          disabled={props.disabled}
          onChange={({ currentTarget }) => {
            setUnit(names.find((name) => name === currentTarget.value) ?? 'minute');
            field.set(value());
          }}
        >
          <For each={names}>
            {(name) => (
              <option value={name} selected={name === unit()}>
                {say(`ui.unit.${name}`)}
              </option>
            )}
          </For>
        </select>
      </span>
    </Field>
  );
}

/** The greatest unit in which it is a whole number. */
function unitOf(ms: number | undefined): Unit {
  if (ms === undefined || Number.isNaN(ms) || ms === 0) return 'minute';
  return names.findLast((name) => ms % units[name] === 0) ?? 'second';
}

function textOf(ms: number | undefined, unit: Unit): string {
  return ms === undefined || Number.isNaN(ms) ? '' : String(ms / units[unit]);
}
