import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Button } from './Button.tsx';
import './filterBar.css';

/** Search, chips and whatever else narrows a list; `end` holds counts, saved views, columns, export. */
export function FilterBar(props: {
  children: JSX.Element;
  end?: JSX.Element;
  narrowed?: boolean;
  onClear?: () => void;
}): JSX.Element {
  return (
    <div class="filter-bar" role="search">
      {props.children}
      <Show when={props.narrowed === true && props.onClear}>
        <Button look="quiet" onClick={() => props.onClear?.()}>
          {say('filter.clear')}
        </Button>
      </Show>
      <Show when={props.end}>
        <div class="filter-end">{props.end}</div>
      </Show>
    </div>
  );
}

/** Chips that belong together, named for screen readers. */
export function FilterGroup(props: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="filter-group" role="group" aria-label={props.label}>
      {props.children}
    </div>
  );
}
