import { For, type JSX } from 'solid-js';
import { Combobox } from '../ui/form/Combobox.tsx';
import { Tag } from '../ui/form/MultiSelectField.tsx';
import type { Option } from '../ui/form/option.ts';
import { PlainField } from './PlainField.tsx';

/** Several of many inside a list that one form edits as a whole. */
export function TagChoice(props: {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}): JSX.Element {
  const labelOf = (value: string): string => props.options.find((option) => option.value === value)?.label ?? value;
  return (
    <PlainField label={props.label}>
      {(id) => (
        <div class="tags">
          <For each={props.chosen}>
            {(value) => (
              <Tag
                label={labelOf(value)}
                onRemove={() => props.onChange(props.chosen.filter((other) => other !== value))}
              />
            )}
          </For>
          <Combobox
            id={id}
            adds
            options={props.options.filter(({ value }) => !props.chosen.includes(value))}
            value={undefined}
            onChoose={(value) => props.onChange([...props.chosen, value])}
          />
        </div>
      )}
    </PlainField>
  );
}
