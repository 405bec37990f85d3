import { For, type JSX } from 'solid-js';
import './tabLinks.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | undefined;
}

/**
 * Parts of one page of which one is shown; the choice belongs into the address. Left and right arrows move. Draw the
 * part inside `<TabPanel id={…}>`. Pages beside each other are `TabLinks`.
 */
export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}): JSX.Element {
  let list!: HTMLDivElement;
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = props.tabs.findIndex(({ id }) => id === props.chosen);
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    props.onChoose(next.id);
    list.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={props.label} on:keydown={move}>
      <For each={props.tabs}>
        {(tab) => (
          <button
            type="button"
            role="tab"
            id={`tab-${tab.id}`}
            class="tab"
            classList={{ active: tab.id === props.chosen }}
            aria-selected={tab.id === props.chosen}
            aria-controls={tab.id === props.chosen ? `panel-${tab.id}` : undefined}
            tabIndex={tab.id === props.chosen ? 0 : -1}
            onClick={() => props.onChoose(tab.id)}
          >
            {tab.label}
            <span class="faint number">{tab.count || ''}</span>
          </button>
        )}
      </For>
    </div>
  );
}

export function TabPanel(props: { id: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="tab-panel" role="tabpanel" id={`panel-${props.id}`} aria-labelledby={`tab-${props.id}`} tabIndex={0}>
      {props.children}
    </div>
  );
}
