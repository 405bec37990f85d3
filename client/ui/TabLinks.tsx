import { A } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import './tabLinks.css';

/** Pages beside each other, of which one is shown. */
export function TabLinks(props: {
  label: string;
  /** At the far end, e.g. a count. */
  children?: JSX.Element;
  tabs: readonly { readonly href: string; readonly label: string; readonly count?: number | undefined }[];
}): JSX.Element {
  return (
    <nav class="tabs" aria-label={props.label}>
      <For each={props.tabs}>
        {(tab) => (
          <A href={tab.href} end class="tab">
            {tab.label}
            <span class="faint number">{tab.count || ''}</span>
          </A>
        )}
      </For>
      <div class="tabs-end">{props.children}</div>
    </nav>
  );
}
