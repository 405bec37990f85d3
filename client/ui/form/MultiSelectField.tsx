import { For, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { IconButton } from '../IconButton.tsx';
import { Combobox } from './Combobox.tsx';
import type { Form, NamesOf } from './createForm.ts';
import { Field, type FieldLook } from './Field.tsx';
import type { Option } from './option.ts';

/** Several of many, each shown as a tag that can be taken off. */
export function MultiSelectField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, readonly string[]>;
    readonly options: readonly Option[];
    readonly placeholder?: string;
  },
): JSX.Element {
  const field = props.form.bind<readonly string[]>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  const labelOf = (value: string): string => props.options.find((option) => option.value === value)?.label ?? value;
  const remove = (value: string): void => field.set(field.value().filter((other) => other !== value));
  return (
    <Field {...look} field={field}>
      <div class="tags">
        <For each={field.value()}>{(value) => <Tag label={labelOf(value)} onRemove={() => remove(value)} />}</For>
        <Combobox
          id={field.id}
          adds
          options={props.options.filter(({ value }) => !field.value().includes(value))}
          value={undefined}
          onChoose={(value) => field.set([...field.value(), value])}
          placeholder={props.placeholder}
          disabled={props.disabled}
          invalid={field.error() !== undefined}
          describedBy={field.error() !== undefined || props.hint !== undefined ? `${field.id}-note` : undefined}
          onLeave={() => field.leave()}
        />
      </div>
    </Field>
  );
}

export function Tag(props: { label: string; onRemove: () => void }): JSX.Element {
  return (
    <span class="tag">
      <span class="truncate">{props.label}</span>
      <IconButton glyph="close" label={say('ui.removeTag', { name: props.label })} onClick={() => props.onRemove()} />
    </span>
  );
}
