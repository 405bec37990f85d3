import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { say } from '../words/words.ts';
import { FreshnessIndicator } from './FreshnessIndicator.tsx';
import { LabMenu } from './LabMenu.tsx';
import { openPalette } from './palette/paletteState.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { usePermission } from './session.tsx';
import { AlertsBell } from './sound/AlertsBell.tsx';
import { trail } from './trail.ts';

export function TopBar(): JSX.Element {
  const mayWatch = usePermission('alarm.view');
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
      <button
        type="button"
        class="top-find"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
        title={say('palette.label')}
        onClick={openPalette}
      >
        <Glyph name="search" />
        <span class="top-find-words">{say('palette.find')}</span>
        <KeyHint keys="Ctrl K" />
      </button>
      <FreshnessIndicator />
      <Show when={mayWatch()}>
        <AlertsBell />
      </Show>
      <LabMenu />
      <PersonMenu />
    </header>
  );
}
