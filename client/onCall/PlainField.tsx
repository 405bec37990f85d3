import { createUniqueId, type JSX } from 'solid-js';

/** A labelled control inside a list of things that one form edits as a whole. */
export function PlainField(props: {
  label: string;
  hint?: string;
  children: (id: string) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      {props.children(id)}
      {props.hint && <span class="field-hint">{props.hint}</span>}
    </div>
  );
}
