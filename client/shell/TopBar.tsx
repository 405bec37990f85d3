import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { FreshnessIndicator } from './FreshnessIndicator.tsx';
import { LabMenu } from './LabMenu.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { trail } from './trail.ts';

export function TopBar(): JSX.Element {
  return (
    <header class="top">
      <nav aria-label={say('top.trail')} class="trail">
        <ol class="trail">
          <For each={trail()}>
            {(crumb) => (
              <li>
                <Show when={crumb.href} fallback={<span aria-current="page">{crumb.label}</span>}>
                  {(href) => <A href={href()}>{crumb.label}</A>}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </nav>
      <FreshnessIndicator />
      <LabMenu />
      <PersonMenu />
    </header>
  );
}
