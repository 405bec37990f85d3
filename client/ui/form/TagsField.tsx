import { createSignal, For, splitProps, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import type { Form, NamesOf } from './createForm.ts';
import { Field, fieldAria, type FieldLook } from './Field.tsx';
import { Tag } from './MultiSelectField.tsx';

/** A list of short texts: Enter, a comma or leaving the field adds one, Backspace takes the last off. */
export function TagsField<Input extends object>(
  props: FieldLook & {
    readonly form: Form<Input>;
    readonly name: NamesOf<Input, readonly string[]>;
    readonly mono?: boolean;
  },
): JSX.Element {
  const field = props.form.bind<readonly string[]>(props.name);
  const [look] = splitProps(props, ['label', 'hint', 'optional', 'disabled']);
  const [text, setText] = createSignal('');
  const add = (): void => {
    const fresh = text()
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !field.value().includes(part));
    setText('');
    if (fresh.length > 0) field.set([...field.value(), ...new Set(fresh)]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    if ((event.key === 'Enter' && text().trim() !== '') || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text() === '') field.set(field.value().slice(0, -1));
  };
  return (
    <Field {...look} field={field}>
      <div class="tags" classList={{ mono: props.mono === true }}>
        <For each={field.value()}>
          {(tag) => <Tag label={tag} onRemove={() => field.set(field.value().filter((other) => other !== tag))} />}
        </For>
        <input
          {...fieldAria(field, props.hint)}
          id={field.id}
          type="text"
          autocomplete="off"
          placeholder={say('ui.addTag')}
          disabled={props.disabled}
          value={text()}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            add();
            field.leave();
          }}
        />
      </div>
    </Field>
  );
}
