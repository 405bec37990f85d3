import { For, type JSX } from 'solid-js';

/** One of several, or all of them; undefined is all. */
export function FilterSelect<Value extends string>(props: {
  label: string;
  /** How it is called when nothing is chosen. */
  all: string;
  options: readonly { readonly id: Value; readonly name: string }[];
  chosen: Value | undefined;
  onChoose: (chosen: Value | undefined) => void;
}): JSX.Element {
  return (
    <select
      aria-label={props.label}
      value={props.chosen ?? ''}
      onChange={({ currentTarget: { value } }) => props.onChoose(props.options.find(({ id }) => id === value)?.id)}
    >
      <option value="">{props.all}</option>
      <For each={props.options}>{({ id, name }) => <option value={id}>{name}</option>}</For>
    </select>
  );
}
