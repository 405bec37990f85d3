import { For, type JSX } from 'solid-js';
import './skeleton.css';

/** Rows to come, at the height they will have. */
export function Skeleton(props: { rows: number; label: string }): JSX.Element {
  return (
    <div class="skeleton-rows" role="status" aria-label={props.label}>
      <For each={Array.from({ length: props.rows })}>{() => <div class="skeleton-row" />}</For>
    </div>
  );
}
