import { For, Show, type JSX } from 'solid-js';
import './facts.css';

export interface Fact {
  readonly label: string;
  readonly value: JSX.Element;
  /** On hover: the exact time, where it came from. */
  readonly title?: string | undefined;
  readonly mono?: boolean;
}

/** What something is, as pairs of name and value. */
export function Facts(props: { facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      <For each={props.facts}>
        {(fact) => (
          <>
            <dt>{fact.label}</dt>
            <dd class="number" classList={{ mono: fact.mono === true }} title={fact.title}>
              <Show when={fact.value !== undefined && fact.value !== ''} fallback={<span class="faint">–</span>}>
                {fact.value}
              </Show>
            </dd>
          </>
        )}
      </For>
    </dl>
  );
}
