import { For, type JSX } from 'solid-js';
import type { Option } from './form/option.ts';
import './segmented.css';

/** One of a few ways to look at the same thing: 1 h, 24 h, 7 d. */
export function SegmentedControl(props: {
  label: string;
  options: readonly Option[];
  chosen: string;
  onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <div class="segmented" role="radiogroup" aria-label={props.label}>
      <For each={props.options}>
        {(option) => (
          <label class="segment" classList={{ chosen: option.value === props.chosen }} title={option.note}>
            <input
              class="visually-hidden"
              type="radio"
              name={`segmented-${props.label}`}
              value={option.value}
              checked={option.value === props.chosen}
              disabled={option.disabled}
              onChange={() => props.onChoose(option.value)}
            />
            {option.label}
          </label>
        )}
      </For>
    </div>
  );
}
