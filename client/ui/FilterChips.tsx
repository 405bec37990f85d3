import { For, Show, type JSX } from 'solid-js';
import { Chip } from './Chip.tsx';
import { FilterGroup } from './FilterBar.tsx';
import type { GlyphName } from './Glyph.tsx';

/** A chip for each value, of which any number may be chosen. One that is counted is shown when there is any of it. */
export function FilterChips<Value extends string>(props: {
  label: string;
  values: readonly Value[];
  chosen: readonly Value[];
  onChoose: (chosen: Value[]) => void;
  word: (value: Value) => string;
  look?: (value: Value) => { readonly glyph: GlyphName; readonly tone: string };
  count?: (value: Value) => number | undefined;
  /** Further chips of the group. */
  children?: JSX.Element;
}): JSX.Element {
  const isChosen = (value: Value): boolean => props.chosen.includes(value);
  const toggle = (value: Value): void =>
    props.onChoose(isChosen(value) ? props.chosen.filter((one) => one !== value) : [...props.chosen, value]);
  const isShown = (value: Value): boolean =>
    props.count === undefined || (props.count(value) ?? 0) > 0 || isChosen(value);
  return (
    <FilterGroup label={props.label}>
      <For each={props.values}>
        {(value) => (
          <Show when={isShown(value)}>
            <Chip
              pressed={isChosen(value)}
              onToggle={() => toggle(value)}
              {...props.look?.(value)}
              count={props.count?.(value)}
            >
              {props.word(value)}
            </Chip>
          </Show>
        )}
      </For>
      {props.children}
    </FilterGroup>
  );
}
